"""Fine-tunes by keyboard: the list, what is known of one, and what is done to them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from cohere_tui.models.finetunes import FinetunedModel
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.finetunes import FinetunesScreen, why_no_chat
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.help_panel import Reader
from tests import finetuning
from tests.screens.training import PATH, QUEUED_S, finished, opened, told, train, trouble
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Sit


def page(screen: FinetunesScreen) -> dict[str, str]:
    """The facts of the page in sight."""
    body = screen.detail.shown
    assert isinstance(body, FactList)
    return {getattr(one, "label", ""): getattr(one, "value", "") for one in body.facts}


def notes(screen: FinetunesScreen) -> str:
    body = screen.detail.shown
    assert isinstance(body, FactList)
    return "\n".join(getattr(one, "text", "") for one in body.facts)


async def test_the_digit_goes_there_and_n_is_offered_where_there_are_none(sit: Sit) -> None:
    async with sit() as seat:
        await seat.pilot.press("escape", "5")
        screen = await opened(seat)
        await until(lambda: "n begins one" in screen.table.empty)
        await seat.pilot.press("n")
        await until(lambda: isinstance(seat.app.screen, Form))


async def test_what_is_in_progress_is_watched_to_its_end(sit: Sit) -> None:
    async with sit() as seat:
        made = await train(seat.sandbox)
        screen = await opened(seat)
        row = screen.listing.rows[0]
        cells = {
            column.name: column.cell(row, screen.listing.now).text for column in screen.COLUMNS
        }
        assert (cells["name"], cells["type"], cells["status"]) == ("tide-voice", "chat", "queued")
        assert (cells["id"], cells["hyperparameters"]) == (made, "defaults")
        seat.sandbox.clock.advance(QUEUED_S + 1)
        await until(lambda: screen.listing.rows[0].status_word == "finetuning")
        seat.sandbox.clock.advance(3600)
        screen.look_again()  # the next look by itself is seconds away
        await until(lambda: told(seat, "tide-voice: ready"))


async def test_the_overview_holds_hyperparameters_against_their_defaults(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await train(seat.sandbox, train_epochs=3)
        screen = await opened(seat)
        await seat.pilot.press("enter")
        await until(lambda: page(screen).get("epochs") == "3 (default 1)")
        facts = page(screen)
        assert facts["learning rate"] == "0.01 (default)"
        assert facts["dataset"].startswith("tides-")
        assert "project" not in facts


def test_the_key_of_wandb_is_nowhere() -> None:
    screen = FinetunesScreen()
    wandb = {"project": "tides", "entity": "mill", "api_key": "w-s3cret"}
    settings = {"wandb": wandb, "base_model": {"base_type": "BASE_TYPE_CHAT"}}
    model = FinetunedModel.model_validate({"id": "f", "settings": settings})
    assert "w-s3cret" not in json.dumps(screen.raw(model))
    facts = {getattr(one, "label", ""): one for one in screen.overview(model)}
    assert "project" in facts
    assert "w-s3cret" not in str(facts)


async def test_a_failed_one_says_why_as_far_as_one_can_tell(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await finished(seat.sandbox, learning_rate=0.1, train_batch_size=2)
        screen = await opened(seat)
        await seat.pilot.press("enter")
        await until(lambda: "The server does not say why" in notes(screen))
        await until(lambda: "a lower learning rate" in notes(screen))


def test_what_the_server_says_of_a_failure_is_told() -> None:
    model = FinetunedModel.model_validate({"status": "STATUS_FAILED", "error_message": "no\nroom"})
    assert "The training failed: no room" in str(FinetunesScreen().overview(model))


@pytest.mark.parametrize(
    ("status", "base_type", "why"),
    [
        ("STATUS_READY", "BASE_TYPE_CHAT", ""),
        ("STATUS_READY", "BASE_TYPE_RERANK", "it ranks"),
        ("STATUS_READY", "BASE_TYPE_CLASSIFICATION", "it classifies"),
        ("STATUS_FINETUNING", "BASE_TYPE_CHAT", "still in training"),
        ("STATUS_FAILED", "BASE_TYPE_CHAT", "its training failed"),
        ("STATUS_PAUSED", "BASE_TYPE_CHAT", "nobody used it"),
        ("STATUS_MOVING_HOUSE", "BASE_TYPE_CHAT", "moving house"),
        ("", "", "not ready"),
    ],
)
def test_why_one_cannot_chat_with_it(status: str, base_type: str, why: str) -> None:
    settings = {"base_model": {"base_type": base_type}}
    model = FinetunedModel.model_validate({"status": status, "settings": settings})
    assert why in why_no_chat(model)
    assert bool(why) == bool(why_no_chat(model))


async def test_u_begins_a_chat_when_it_is_ready_and_says_why_not(sit: Sit) -> None:
    async with sit() as seat:
        made = await train(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("u")
        await until(lambda: told(seat, "No chat with tide-voice: it is queued."))
        seat.sandbox.clock.advance(3600)
        await seat.pilot.press("r")
        await until(lambda: screen.listing.rows[0].ready)
        await seat.pilot.press("u")
        await until(lambda: seat.app.current_mode == "chat")
        await until(lambda: seat.chat.talk.settings.model == f"{made}-ft")


async def test_related_leads_to_the_model(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        made = await finished(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("o")
        await until(lambda: screen.detail.page == "Related" and "model" in page(screen))
        await until(lambda: screen.detail.shown.has_focus)
        assert page(screen)["dataset"].startswith("tides-")
        await seat.pilot.press("j", "enter")
        await until(lambda: seat.app.current_mode == "models")
        await until(lambda: getattr(seat.app.screen, "shown_id", "") == f"{made}-ft")


async def test_rename_sends_the_name_alone(sit: Sit) -> None:
    async with sit() as seat:
        await train(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("e")
        await until(lambda: isinstance(seat.app.screen, Form) and seat.app.focused)
        form = seat.app.screen
        assert isinstance(form, Form)
        form.query_one(Input).value = ""
        await seat.pilot.press("ctrl+s")
        assert seat.app.screen is form
        await seat.type("ebb")
        fault = Fault(f"{PATH}/*", 400, "no such name", method="PATCH", times=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "no such name" in str(form.query_one(".dialog--error").render()))
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.listing.rows[0].name == "ebb")
        patched = [one for one in seat.sandbox.requests if one.method == "PATCH"]
        assert patched[-1].body == {"name": "ebb"}


async def test_all_that_are_marked_are_deleted_and_failures_told(sit: Sit) -> None:
    async with sit() as seat:
        for name in ("one", "two"):
            kept = await train(seat.sandbox, name)
        screen = await opened(seat)
        fault = Fault(f"{PATH}/{kept}", 400, "still wanted", method="DELETE")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("A", "D")
        await until(lambda: isinstance(seat.app.screen, ConfirmMany))
        await seat.pilot.press(*"delete", "enter")
        await until(lambda: isinstance(seat.app.screen, Reader))
        await until(lambda: [row.id for row in screen.listing.rows] == [kept])


async def test_a_read_only_profile_creates_changes_and_deletes_nothing(sit: Sit) -> None:
    async with sit(read_only=True) as seat:
        await finished(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("n", "e", "D")
        assert seat.app.screen is screen
        assert all(not screen.check_action(name, ()) for name in ("new", "rename", "delete"))
        assert screen.check_action("compare", ())


async def test_a_server_that_retired_them_says_so_calmly(sit: Sit) -> None:
    async with sit(60, 20) as seat:
        fault = Fault(PATH, 404, "gone", times=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        screen = await opened(seat)
        await until(lambda: "retired" in str(screen.banner.render()))
        # To its last words, which name the key that asks again.
        await until(lambda: screen.banner.size.height == 9)
        assert trouble(screen) == ""
        await seat.pilot.press("r")
        await until(lambda: not screen.is_retired)


async def test_rows_stay_when_the_server_fails(sit: Sit) -> None:
    async with sit() as seat:
        await finished(seat.sandbox, kind=finetuning.RERANK)
        screen = await opened(seat)
        fault = Fault(PATH, 400, "not today")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("r")
        await until(lambda: "not today" in trouble(screen))
        assert len(screen.listing.rows) == 1

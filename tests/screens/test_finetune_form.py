"""New fine-tunes by keyboard: filled in, checked, shown as code, sent, never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.finetune_form import creation, request_fields
from cohere_tui.state.facts import Link
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.form.choices import ChoiceLine, ToggleLine
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.form.pick_line import PickLine
from cohere_tui.widgets.picker import Picker
from tests import finetuning
from tests.screens.training import PATH, dataset, opened, told, trouble
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox
    from tests.screens.conftest import Seat, Sit

HYPER = "settings.hyperparameters"
KEY = "w-s3cret-0123456789"


async def form_of(seat: Seat) -> Form[Any]:
    """The form that is open."""
    await until(lambda: isinstance(seat.app.screen, Form) and seat.app.focused is not None)
    form = seat.app.screen
    assert isinstance(form, Form)
    return form


def fill(form: Form[Any], **values: str) -> None:
    """Fill in fields by the last part of their names."""
    for name in form.fields.rows:
        wanted = values.get(name.rpartition(".")[2] if name.startswith("settings") else name)
        if wanted is not None:
            form.fields.put(name, wanted)


def hint(form: Form[Any], name: str) -> str:
    return str(form.query_one(f"#hint-{name.replace('.', '-')}", Static).render())


def sent(sandbox: Sandbox) -> list[Any]:
    """What was asked to be trained."""
    return [one.body for one in sandbox.requests if one.method == "POST" and one.path == PATH]


async def test_a_new_one_is_filled_in_and_begun(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await dataset(seat.sandbox, finetuning.RERANK, 256)
        fitting = await dataset(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        await seat.type("tide-voice")
        await seat.pilot.press("enter", "enter", "enter", "enter")
        await until(lambda: isinstance(seat.app.screen, Picker))
        picker = seat.app.screen
        assert isinstance(picker, Picker)
        await until(lambda: picker.listed.option_count == 1)
        await seat.pilot.press("enter")
        await until(lambda: form.query_one(PickLine).value == fitting)
        fill(form, train_epochs="3", learning_rate="0.01", train_batch_size="")
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.shown_id and screen.detail.title == "tide-voice")
        assert sent(seat.sandbox) == [
            {
                "name": "tide-voice",
                "settings": {
                    "base_model": {"base_type": "BASE_TYPE_CHAT"},
                    "dataset_id": fitting,
                    "hyperparameters": {"train_epochs": 3},
                },
            }
        ]
        await until(lambda: str(screen.count) == "1")


async def test_the_list_to_pick_from_follows_the_base_type(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        chat = await dataset(seat.sandbox)
        await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        form.query_one(ChoiceLine).value = "BASE_TYPE_RERANK"
        await until(lambda: not form.query_one("#row-wandb").display)
        form.query_one(PickLine).focus()
        await seat.pilot.press("space")
        await until(lambda: isinstance(seat.app.screen, Picker))
        picker = seat.app.screen
        await until(
            lambda: "upload one under Datasets" in str(picker.query_one("#picker-note").render())
        )
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        form.query_one(PickLine).value = chat  # never seen in a list: the server is to judge
        await seat.pilot.press("ctrl+s")
        assert "!" not in hint(form, "settings.dataset_id")


async def test_what_is_wrong_stands_under_its_field(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        fill(form, name="tides", train_epochs="99", learning_rate="fast", lora_rank="0")
        await seat.pilot.press("ctrl+s")
        await until(lambda: hint(form, "settings.dataset_id") == "! pick one")
        await until(lambda: "a whole number from 1 to 10" in hint(form, f"{HYPER}.train_epochs"))
        await until(lambda: "a number" in hint(form, f"{HYPER}.learning_rate"))
        assert hint(form, f"{HYPER}.lora_rank").startswith("!")
        assert hint(form, f"{HYPER}.train_batch_size") == "2 to 16; left empty: 16"
        assert sent(seat.sandbox) == []


async def test_the_key_of_wandb_is_sent_and_never_shown(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        fitting = await dataset(seat.sandbox)
        await opened(seat)
        await seat.pilot.press("n")
        form = await form_of(seat)
        fill(form, name="tides", dataset_id=fitting)
        form.query_one(ToggleLine).value = "yes"
        form.fields.judge()
        fill(form, project="mill", api_key=KEY)
        await seat.pilot.press("f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        view = seat.app.screen
        assert isinstance(view, CodeView)
        assert '"api_key": "YOUR_WANDB_KEY"' in view.code
        assert KEY not in view.code
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        await seat.pilot.press("ctrl+s")
        await until(lambda: sent(seat.sandbox))
        assert sent(seat.sandbox)[0]["settings"]["wandb"] == {"project": "mill", "api_key": KEY}


async def test_a_refusal_keeps_the_form_and_a_draft_keeps_no_key(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        fitting = await dataset(seat.sandbox)
        screen = await opened(seat)
        fault = Fault(PATH, 400, "too many trainings", method="POST")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("n")
        form = await form_of(seat)
        await seat.type("tides")
        fill(form, dataset_id=fitting)
        await seat.pilot.press("ctrl+s")
        error = form.query_one(".dialog--error", Static)
        await until(lambda: "too many trainings" in str(error.render()))
        fill(form, api_key=KEY)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert KEY not in str(screen.drafts)
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert (form.values["name"], form.values["settings.dataset_id"]) == ("tides", fitting)


async def test_a_link_opens_the_form_with_its_dataset(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        given = await dataset(seat.sandbox, finetuning.MULTI_LABELS)
        seat.app.visit(Link("finetunes", given, what="new"))
        form = await form_of(seat)
        assert form.values["settings.dataset_id"] == given
        assert form.values["settings.base_model.base_type"] == "BASE_TYPE_CLASSIFICATION"
        form.query_one(ChoiceLine).value = "BASE_TYPE_CHAT"
        await seat.pilot.press("ctrl+s")
        await until(lambda: "does not fit" in hint(form, "settings.dataset_id"))


async def test_a_link_with_a_dataset_that_is_gone_says_so(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        seat.app.visit(Link("finetunes", "no-such-dataset", what="new"))
        await until(lambda: "not found" in trouble(screen))
        assert seat.app.screen is screen


async def test_a_read_only_profile_is_not_asked(sit: Sit) -> None:
    async with sit(80, 24, read_only=True) as seat:
        screen = await opened(seat)
        seat.app.visit(Link("finetunes", "any", what="new"))
        await until(lambda: told(seat, "read-only"))
        assert seat.app.screen is screen


def test_defaults_are_not_sent() -> None:
    values = {
        "name": "tides",
        "settings.base_model.base_type": "BASE_TYPE_RERANK",
        "settings.base_model.name": "english",
        "settings.dataset_id": "d-1",
        f"{HYPER}.train_epochs": "1",
        f"{HYPER}.learning_rate": "1e-2",
        f"{HYPER}.early_stopping_patience": "0",
    }
    assert request_fields(values)["settings"] == {
        "base_model": {"base_type": "BASE_TYPE_RERANK", "name": "english"},
        "dataset_id": "d-1",
        "hyperparameters": {"early_stopping_patience": "0"},
    }
    assert creation(values).body["settings"]["hyperparameters"] == {"early_stopping_patience": 0}

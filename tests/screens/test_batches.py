"""Batches by keyboard: begun, watched, cancelled; and keys that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.models.batches import BatchRequest
from cohere_tui.sandbox.jobs.records import Work
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.batches import BatchesScreen
from cohere_tui.state.facts import Link
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.picker import Picker
from tests.sandbox.jobs.inputs import batch_input
from tests.screens import jobs
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Seat, Sit

CHAT, EMBED = "batch-chat-v2-input", "batch-embed-v2-input"
QUESTIONS = [{"messages": [{"role": "user", "content": f"Say {word}"}]} for word in ("sea", "sky")]
WRONG = {"messages": [{"role": "nobody", "content": "?"}]}
TEXTS = [{"texts": ["Cobh"], "input_type": "search_document", "embedding_types": ["float"]}]


async def begun(seat: Seat, name: str = "nightly", dataset_id: str = "") -> str:
    """The id of a batch that was begun before; one of its three records cannot be answered.

    Time stands still from then on: nothing goes on while a slow machine comes to look.
    """
    jobs.weather(seat, speed=0)
    dataset_id = dataset_id or await batch_input(seat.sandbox, CHAT, [*QUESTIONS, WRONG])
    body = BatchRequest(name=name, input_dataset_id=dataset_id, model="command-a-03-2025")
    return (await jobs.services(seat).batches.create(body)).id


async def opened(seat: Seat) -> BatchesScreen:
    return await jobs.opened(seat, BatchesScreen)


def cell(screen: BatchesScreen, batch_id: str, column: str) -> str:
    """What a column of the list says of a batch."""
    row = screen.listing.get(batch_id)
    assert row is not None
    found = next(one for one in screen.COLUMNS if one.name == column)
    return found.cell(row, screen.listing.now).text


async def test_progress_is_shown_and_the_end_is_told(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        batch_id = await begun(seat)
        await seat.pilot.press("escape", "7")
        screen = await opened(seat)
        assert cell(screen, batch_id, "status") == "queued"
        assert cell(screen, batch_id, "progress") == "0 of 3"
        await jobs.pass_time(seat, 5)
        screen.look_again()
        await until(lambda: cell(screen, batch_id, "status") == "in progress")
        await jobs.pass_time(seat, 60)
        screen.look_again()
        await until(lambda: "Batch nightly: completed" in jobs.notices(seat))
        assert cell(screen, batch_id, "progress") == "3 of 3, 1 failed"
        await seat.pilot.press("enter")
        await until(lambda: "3 of 3, 1 failed (100%)" in jobs.facts(screen))
        assert "label='took'" in jobs.facts(screen)
        # What can be done to this one has room, too.
        await until(lambda: "K cancel" in str(screen.query_one(Footer).render()))


async def test_why_it_failed_stands_first(sit: Sit) -> None:
    async with sit() as seat:
        batch_id = await begun(seat)
        await seat.sandbox.rest()
        seat.sandbox.world.shelf(Work).put(Work(batch_id, fault="row 7 is no request"))
        screen = await opened(seat)
        await until(lambda: "row 7 is no request" in jobs.facts(screen).partition("\n")[0])
        assert cell(screen, batch_id, "status") == "failed"
        await seat.pilot.press("d", "u")
        await until(lambda: jobs.notices(seat).count("has failed: there is no output.") == 2)


async def test_a_batch_is_begun_with_a_model_that_fits_its_dataset(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        texts = await batch_input(seat.sandbox, EMBED, TEXTS)
        questions = await batch_input(seat.sandbox, CHAT, QUESTIONS)
        screen = await opened(seat)
        await seat.pilot.press("n")
        form = await jobs.form_of(seat)
        await seat.type("nightly")
        await jobs.pick(seat, "input_dataset_id", texts)
        assert form.values["model"] == "batch-embed-v4"
        form.fields.control("input_dataset_id").value = questions
        form.fields.control("model").focus()
        await until(lambda: form.focused is form.fields.control("model"))
        await seat.pilot.press("space")
        picker = await jobs.shown(seat, Picker)
        await until(lambda: not picker._loading)
        assert {choice.note for choice in picker._choices} == {"chats"}
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        form.fields.control("input_dataset_id").value = texts
        await seat.pilot.press("f3")
        view = await jobs.shown(seat, CodeView)
        assert "/v2/batches" in view.code
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.detail.title == "nightly")
        (sent,) = (one.body for one in seat.sandbox.requests if one.method == "POST")
        assert sent == {"name": "nightly", "input_dataset_id": texts, "model": "batch-embed-v4"}


async def test_somebody_comes_with_a_dataset_and_another_model_is_typed(sit: Sit) -> None:
    async with sit() as seat:
        questions = await batch_input(seat.sandbox, CHAT, QUESTIONS)
        seat.app.visit(Link("batches", questions, what="new"))
        form = await jobs.form_of(seat)
        await seat.type("odd")
        assert form.values["input_dataset_id"] == questions
        await jobs.pick(seat, "model", "no-such-model")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "no-such-model" in jobs.complaint(form))
        await jobs.pick(seat, "model", "command-r7b-12-2024")
        await seat.pilot.press("ctrl+s")
        await until(lambda: isinstance(seat.app.screen, BatchesScreen))
        screen = seat.app.screen
        assert isinstance(screen, BatchesScreen)
        await until(lambda: screen.detail.title == "odd" and screen.detail.has_focus_within)


async def test_a_line_that_drops_is_told(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        jobs.weather(seat, Fault("/v2/batches", kind="drop", method="POST"))
        screen.visit(Link("batches", "a-dataset", what="new"))
        form = await jobs.form_of(seat)
        await seat.type("odd")
        await jobs.pick(seat, "model", "typed")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "not in the list by now" in jobs.complaint(form))
        drop = Fault("/v2/batches", kind="drop", method="POST")
        jobs.weather(seat, drop, Fault("/v2/batches", 501, "no lists today"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "look before you send it again" in jobs.complaint(form))
        assert form.values["name"] == "odd"


async def test_a_batch_is_cancelled(sit: Sit) -> None:
    async with sit() as seat:
        batch_id = await begun(seat)
        screen = await opened(seat)
        await seat.pilot.press("K")
        question = await jobs.shown(seat, Confirm)
        assert "no partial output" in question._detail
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert not any(":cancel" in one.path for one in seat.sandbox.requests)
        await seat.pilot.press("K")
        await jobs.shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: cell(screen, batch_id, "status") == "cancelling")
        await seat.pilot.press("K")
        await until(lambda: "is cancelling: only what is in progress" in jobs.notices(seat))
        await jobs.pass_time(seat, 5)
        screen.look_again()
        await until(lambda: cell(screen, batch_id, "status") == "- cancelled")


async def test_a_key_without_batches_is_told_calmly(sit: Sit) -> None:
    async with sit() as seat:
        jobs.weather(seat, Fault("/v2/batches*", 403, "trial keys have no batches"))
        screen = await opened(seat)
        text = str(screen.banner.render())
        assert "Batches need a production key" in text
        assert "trial keys have no batches" in text
        assert jobs.trouble(screen) == ""
        screen.visit(Link("batches", "a-dataset", what="new"))
        form = await jobs.form_of(seat)
        await seat.type("odd")
        await jobs.pick(seat, "model", "typed")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "need a production key" in jobs.complaint(form))
        await seat.pilot.press("escape")
        jobs.weather(seat)
        await seat.pilot.press("r")
        await until(lambda: not screen.banner.has_class("-shown"))
        assert screen.count.ended


async def test_other_troubles_are_told_and_rows_stay(sit: Sit) -> None:
    async with sit() as seat:
        await begun(seat)
        screen = await opened(seat)
        jobs.weather(seat, Fault("/v2/batches", 404, "no such route"))
        await seat.pilot.press("r")
        await until(lambda: "no such route" in jobs.trouble(screen))
        assert len(screen.listing.rows) == 1


async def test_what_is_gone_leaves_the_list(sit: Sit) -> None:
    async with sit() as seat:
        batch_id = await begun(seat)
        screen = await opened(seat)
        jobs.weather(seat, Fault(f"/v2/batches/{batch_id}", 404, "batch not found"))
        await seat.pilot.press("enter")
        await until(lambda: "no longer there" in jobs.notices(seat))
        assert screen.listing.rows == ()

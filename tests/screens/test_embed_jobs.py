"""Embed jobs by keyboard: begun, watched, cancelled, and what came of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.sandbox.datasets.records import dataset_named, remove
from cohere_tui.sandbox.jobs.records import EmbedJob
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.embed_jobs import EmbedJobsScreen
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.state.facts import Link
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.help_panel import Reader
from tests.sandbox.jobs.inputs import embed_input
from tests.screens import jobs
from tests.until import until

if TYPE_CHECKING:
    from tests.screens.conftest import Seat, Sit

MODEL = "embed-english-light-v3.0"


async def begun(seat: Seat, name: str = "harbours", **more: Any) -> str:
    """The id of a job that was begun before; time stands still from then on."""
    jobs.weather(seat, speed=0)
    body = {"model": MODEL, "input_type": "search_document", "name": name, **more}
    if "dataset_id" not in body:
        body["dataset_id"] = await embed_input(seat.sandbox)
    created = await jobs.services(seat).embed_jobs.create(EmbedJobRequest.of(body))
    return created.job_id


async def opened(seat: Seat) -> EmbedJobsScreen:
    return await jobs.opened(seat, EmbedJobsScreen)


async def test_without_jobs_it_is_said_what_they_are(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await seat.pilot.press("escape", "6")
        screen = await opened(seat)
        assert "n begins one." in screen.table.empty
        assert screen.check_action("delete", ()) is False
    async with sit(80, 24, read_only=True) as seat:
        screen = await opened(seat)
        assert screen.table.empty
        assert "n begins" not in screen.table.empty
        await seat.pilot.press("n", "K")
        assert seat.app.screen is screen
        screen.visit(Link("embed-jobs", "a-dataset", what="new"))
        await until(lambda: "read-only" in jobs.notices(seat))


async def test_a_job_is_begun_by_a_form(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        dataset_id = await embed_input(seat.sandbox)
        screen = await opened(seat)
        await seat.pilot.press("n")
        form = await jobs.form_of(seat)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "is missing" in str(form.query_one("#hint-dataset_id").render()))
        await jobs.pick(seat, "dataset_id", dataset_id)
        await jobs.pick(seat, "model", MODEL)
        await seat.pilot.press("tab", "right", "tab", "right", "space", "tab", "right", "tab")
        await seat.type("quay")
        await seat.pilot.press("f3")
        view = await jobs.shown(seat, CodeView)
        assert "/v1/embed-jobs" in view.code
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        await seat.pilot.press("ctrl+s")
        await until(lambda: screen.detail.title == "quay")
        (sent,) = (one.body for one in seat.sandbox.requests if one.method == "POST")
        assert sent == {
            "dataset_id": dataset_id,
            "model": MODEL,
            "input_type": "search_query",
            "embedding_types": ["int8"],
            "truncate": "END",
            "name": "quay",
        }
        await until(lambda: "processing" in jobs.facts(screen))


async def test_somebody_comes_with_a_dataset(sit: Sit) -> None:
    async with sit() as seat:
        dataset_id = await embed_input(seat.sandbox)
        seat.app.visit(Link("embed-jobs", dataset_id, what="new"))
        form = await jobs.form_of(seat)
        assert form.values["dataset_id"] == dataset_id
        form.fields.control("name").focus()
        await seat.type("mine")
        await seat.pilot.press("escape")
        # What was written stays, but for the dataset that somebody comes with.
        screen = await opened(seat)
        screen.visit(Link("embed-jobs", "another", what="new"))
        await until(lambda: isinstance(seat.app.screen, Form) and seat.app.screen is not form)
        form = await jobs.form_of(seat)
        assert (form.values["dataset_id"], form.values["name"]) == ("another", "mine")


async def test_a_refusal_keeps_the_form(sit: Sit) -> None:
    async with sit() as seat:
        screen = await opened(seat)
        screen.visit(Link("embed-jobs", "no-such", what="new"))
        form = await jobs.form_of(seat)
        await jobs.pick(seat, "model", MODEL)
        await seat.pilot.press("ctrl+s")
        await until(lambda: "no-such" in jobs.complaint(form))
        assert "all the same" not in jobs.complaint(form)
        assert seat.app.screen is form


async def test_a_line_that_drops_is_told_and_the_list_is_looked_at(sit: Sit) -> None:
    async with sit() as seat:
        dataset_id = await embed_input(seat.sandbox)
        first = await begun(seat, "twin", dataset_id=dataset_id)
        screen = await opened(seat)
        jobs.weather(seat, Fault("/v1/embed-jobs", kind="drop", method="POST"))
        screen.visit(Link("embed-jobs", dataset_id, what="new"))
        form = await jobs.form_of(seat)
        await jobs.pick(seat, "model", MODEL)
        form.fields.control("name").focus()
        await seat.type("twin")
        await seat.pilot.press("ctrl+s")
        await until(lambda: "not in the list by now" in jobs.complaint(form))
        await until(lambda: "may have acted all the same" in jobs.complaint(form))
        assert form.values["name"] == "twin"
        # The server had it, and its answer was lost.
        drop = Fault("/v1/embed-jobs", kind="drop", method="POST")
        jobs.weather(seat, drop, latency_s=600)
        shelf = seat.sandbox.world.shelf(EmbedJob)
        asked = len(seat.sandbox.requests)
        await seat.pilot.press("ctrl+s")
        await until(lambda: len(seat.sandbox.requests) > asked)
        job = shelf.get(first)
        assert job is not None
        shelf.put(replace(job, id="the-other-twin"))
        jobs.weather(seat, drop, latency_s=0.0)
        await until(lambda: "begun all the same: the-other-twin" in jobs.complaint(form))
        jobs.weather(seat)
        await seat.pilot.press("escape")
        await until(lambda: screen.listing.get("the-other-twin") is not None)


async def test_jobs_are_watched_to_their_end(sit: Sit) -> None:
    async with sit() as seat:
        job_id = await begun(seat)
        lost = await begun(seat, "lost")
        screen = await opened(seat)
        assert {screen.identify(row) for row in screen.watched} == {job_id, lost}
        job = seat.sandbox.world.shelf(EmbedJob).get(lost)
        assert job is not None
        remove(seat.sandbox.world, dataset_named(seat.sandbox.world, job.input_dataset_id))
        await jobs.pass_time(seat, 60)
        screen.look_again()
        await until(lambda: "Embed job harbours: complete" in jobs.notices(seat))
        await until(lambda: "Embed job lost: failed" in jobs.notices(seat))
        assert screen.watched == ()
        screen.reveal(lost)
        await until(lambda: "It failed; the server does not say why." in jobs.facts(screen))


async def test_only_what_goes_on_is_cancelled_and_it_is_said_what_that_costs(sit: Sit) -> None:
    async with sit() as seat:
        old = await begun(seat, "old")
        await jobs.services(seat).embed_jobs.cancel(old)
        seat.sandbox.clock.advance(10)
        first, second = await begun(seat, "first"), await begun(seat, "second")
        screen = await opened(seat)
        screen.table.rows.go_to(old)
        await seat.pilot.press("K")
        await until(lambda: "old is cancelled: only what is in progress" in jobs.notices(seat))
        await seat.pilot.press("A", "K")
        question = await jobs.shown(seat, ConfirmMany)
        assert "Cancel these 2 embed jobs?" in str(question.heading())
        assert "billed, and there is no partial output" in question._detail
        assert "Left out: old is cancelled" in question._detail
        await seat.pilot.press(*"cancel", "enter")
        await until(lambda: "2 embed jobs: cancelling" in jobs.notices(seat))
        await jobs.pass_time(seat, 10)
        await seat.pilot.press("r")
        await until(
            lambda: all(
                (row := screen.listing.get(one)) is not None and row.status_word == "cancelled"
                for one in (first, second)
            )
        )


async def test_what_cannot_be_cancelled_because_it_is_gone_leaves_the_list(sit: Sit) -> None:
    async with sit() as seat:
        await begun(seat, "first")
        gone = await begun(seat, "second")
        screen = await opened(seat)
        screen.table.rows.go_to(gone)
        jobs.weather(seat, Fault(f"/v1/embed-jobs/{gone}/cancel", 404, "no such job"))
        await seat.pilot.press("K")
        await jobs.shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: "It may have been deleted meanwhile." in jobs.trouble(screen))
        assert [row.name for row in screen.listing.rows] == ["first"]
        assert "1 of 1" in screen.title_text()


async def test_a_cancelling_that_fails_is_told(sit: Sit) -> None:
    async with sit() as seat:
        first = await begun(seat, "first")
        await begun(seat, "second")
        screen = await opened(seat)
        jobs.weather(seat, Fault(f"/v1/embed-jobs/{first}/cancel", 400, "too late for that"))
        await seat.pilot.press("A", "K")
        await jobs.shown(seat, ConfirmMany)
        await seat.pilot.press(*"cancel", "enter")
        report = await jobs.shown(seat, Reader)
        assert "first: 400: too late for that" in str(report._text)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        screen.table.rows.go_to(first)
        await seat.pilot.press("K")
        await jobs.shown(seat, Confirm)
        await seat.pilot.press("y")
        await until(lambda: "too late for that" in jobs.trouble(screen))


async def test_what_belongs_to_it_is_asked_for_when_it_is_looked_at(sit: Sit) -> None:
    async with sit() as seat:
        job_id = await begun(seat)
        await jobs.pass_time(seat, 60)
        screen = await opened(seat)
        before = len(seat.sandbox.requests)
        await seat.pilot.press("o")
        await until(lambda: jobs.facts(screen).count("3 rows, ") == 2)
        asked = [one.path for one in seat.sandbox.requests[before:]]
        row = screen.listing.get(job_id)
        assert row is not None
        datasets = [row.input_dataset_id, row.output_dataset_id]
        assert {path for path in asked if "datasets" in path} == {
            f"/v1/datasets/{one}" for one in datasets
        }
        assert f"Link(place='models', id='{MODEL}'" in jobs.facts(screen)
        remove(seat.sandbox.world, dataset_named(seat.sandbox.world, datasets[0]))
        await seat.pilot.press("r")
        screen.renew(row.model_copy(update={"truncate": ""}))
        await until(lambda: "no longer there" in jobs.facts(screen))


async def test_the_output_is_one_key_away_and_esc_comes_back(sit: Sit) -> None:
    async with sit() as seat:
        job_id = await begun(seat)
        screen = await opened(seat)
        await jobs.pass_time(seat, 60)
        screen.look_again()
        await until(lambda: "complete" in jobs.notices(seat))
        row = screen.listing.get(job_id)
        assert row is not None
        await seat.pilot.press("u")
        await until(lambda: seat.app.current_mode == "datasets")
        place = seat.app.place
        assert isinstance(place, ResourceScreen)
        await until(lambda: place.shown_id == row.output_dataset_id and place.has_class("-detail"))
        await until(lambda: place.detail.has_focus_within)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.current_mode == "embed-jobs")


async def test_the_json_is_what_the_server_said(sit: Sit) -> None:
    async with sit() as seat:
        job_id = await begun(seat)
        screen = await opened(seat)
        row = screen.listing.get(job_id)
        assert row is not None
        raw = screen.raw(row)
        assert raw["meta"]["api_version"] == {"version": "1"}
        assert (raw["job_id"], raw["status"]) == (job_id, "processing")
        assert "output_dataset_id" not in raw


async def test_rows_stay_when_the_server_fails(sit: Sit) -> None:
    async with sit() as seat:
        await begun(seat)
        screen = await opened(seat)
        jobs.weather(seat, Fault("/v1/embed-jobs", 501, "no jobs today"))
        await seat.pilot.press("r")
        await until(lambda: "no jobs today" in jobs.trouble(screen))
        assert len(screen.listing.rows) == 1

"""Trainings by keyboard: the timeline, curves that grow, several of them compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cohere_tui.errors import Unreachable
from cohere_tui.models.finetunes import Event, FinetunedModel
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.finetune_compare import Comparison
from cohere_tui.screens.finetune_facts import timeline
from cohere_tui.services.watching import Look
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.state.training import Training
from cohere_tui.widgets.detail.curves_page import Curves
from cohere_tui.widgets.detail.fact_list import FactList
from tests.screens.jobs import services
from tests.screens.training import PATH, QUEUED_S, finished, opened, told, train
from tests.until import until

if TYPE_CHECKING:
    from cohere_tui.screens.finetunes import FinetunesScreen
    from tests.screens.conftest import Seat, Sit


async def turned_to(seat: Seat, screen: FinetunesScreen, page: str) -> None:
    """A page of the fine-tune under the cursor, with the keys."""
    await seat.pilot.press("enter")
    await until(lambda: screen.detail.shown.has_focus)
    while screen.detail.page != page:
        await seat.pilot.press("l")
    await until(lambda: screen.detail.shown.has_focus)


def curves(screen: FinetunesScreen) -> Curves:
    body = screen.detail.shown
    assert isinstance(body, Curves)
    return body


def steps(screen: FinetunesScreen, metric: str = "loss") -> int:
    """So many points are drawn of a metric."""
    chart = curves(screen).charts.get(metric)
    return 0 if chart is None else sum(len(curve.points) for curve in chart.plot.curves)


def asked(seat: Seat) -> int:
    """How often measurements were asked for, whether or not the server has heard of it by now."""
    urls = [one.url.partition("?")[0] for one in services(seat).requests]
    return sum(url.endswith("training-step-metrics") for url in urls)


async def test_stages_stand_below_each_other_with_their_durations(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await finished(seat.sandbox)
        screen = await opened(seat)
        await turned_to(seat, screen, "Timeline")
        body = screen.detail.shown
        assert isinstance(body, FactList)
        await until(lambda: len(body.facts) >= 4)
        told_of = [one.value.strip() for one in body.facts if isinstance(one, Fact)]
        assert told_of == ["queued, 10 s", "finetuning, 4.0 s", "deploying api, 20 s", "ready"]
        assert body.facts[-1] == Note("34 s from the first to the last.")


def test_only_what_is_over_has_a_first_and_a_last_stage() -> None:
    begun = datetime.fromtimestamp(100, UTC)
    events = (
        Event(status="STATUS_FINETUNING", created_at=begun + timedelta(seconds=10)),
        Event(status="STATUS_QUEUED", created_at=begun),
    )
    model = FinetunedModel(id="f", status="STATUS_FINETUNING")
    told = timeline(model, Training(model, events), begun.timestamp() + 30)
    assert [one.value for one in told if isinstance(one, Fact)] == [
        "  queued, 10 s",
        "finetuning, 20 s so far",
    ]
    assert len(told) == 2


async def test_the_timeline_of_a_failed_one_says_why(sit: Sit) -> None:
    async with sit(80, 24) as seat:
        await finished(seat.sandbox, learning_rate=0.1, train_batch_size=2)
        screen = await opened(seat)
        await turned_to(seat, screen, "Timeline")
        body = screen.detail.shown
        assert isinstance(body, FactList)
        await until(lambda: Heading("Stages") in body.facts)
        assert "lower learning rate" in str(body.facts)


async def test_curves_grow_while_they_are_seen_and_only_then(sit: Sit) -> None:
    async with sit() as seat:
        await train(seat.sandbox, train_batch_size=2)
        screen = await opened(seat)
        await turned_to(seat, screen, "Curves")
        await until(lambda: "queued: nothing was measured, live" in curves(screen).note)
        seat.sandbox.clock.advance(QUEUED_S + 8)
        await until(lambda: steps(screen) == 8)
        assert set(curves(screen).charts) == {"loss", "accuracy"}
        await until(lambda: screen.listing.rows[0].status_word == "finetuning")
        seat.sandbox.clock.advance(4)
        await until(lambda: steps(screen) == 12)
        await seat.pilot.press("l")  # another page: nobody looks
        await until(lambda: screen.seen == "")
        before = asked(seat)
        assert before
        seat.sandbox.clock.advance(3600)
        screen.look_again()
        await until(lambda: told(seat, "tide-voice: ready"))
        assert asked(seat) == before
        await seat.pilot.press("h")
        await until(lambda: steps(screen) == 32)
        await until(lambda: curves(screen).note == "")


async def test_nobody_follows_a_screen_that_is_hidden_or_told_not_to_refresh(sit: Sit) -> None:
    async with sit() as seat:
        await train(seat.sandbox)
        screen = await opened(seat)
        await turned_to(seat, screen, "Curves")
        await until(lambda: "live" in curves(screen).note)
        await seat.pilot.press("R")
        await until(lambda: "not live: R" in curves(screen).note)
        seat.app.action_go("models")
        await until(lambda: screen.seen == "" == screen._followed)


async def test_t_takes_the_noise_out(sit: Sit) -> None:
    async with sit() as seat:
        await finished(seat.sandbox, train_batch_size=2)
        screen = await opened(seat)
        await turned_to(seat, screen, "Curves")
        await until(lambda: steps(screen) == 32)
        chart = curves(screen).charts["loss"]
        measured, drawn = chart.curves[0].points, chart.plot.curves[0].points
        assert drawn == measured
        await seat.pilot.press("t")
        await until(lambda: chart.plot.curves[0].points != measured)
        assert "smoothed" in chart.words.plain
        assert chart.plot.mark in measured
        await seat.pilot.press("t")
        await until(lambda: chart.plot.curves[0].points == measured)


async def test_measurements_that_cannot_be_had_say_why_and_come_with_r(sit: Sit) -> None:
    async with sit() as seat:
        await finished(seat.sandbox)
        screen = await opened(seat)
        fault = Fault(f"{PATH}/*/training-step-metrics", 400, "no ruler at hand")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await turned_to(seat, screen, "Curves")
        await until(lambda: "no ruler at hand" in curves(screen).note)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=())
        await seat.pilot.press("r")
        await until(lambda: steps(screen) > 0)
        assert curves(screen).note == ""


async def test_trouble_on_the_way_is_told_and_what_was_drawn_stays(sit: Sit) -> None:
    async with sit() as seat:
        made = await finished(seat.sandbox)
        screen = await opened(seat)
        await turned_to(seat, screen, "Curves")
        await until(lambda: steps(screen) > 0)
        before, lost = steps(screen), Unreachable("the line is dead")
        screen._look_at(made, Look(screen.trainings[made], 5.0, lost))
        await until(lambda: "Asked again in 5 s." in curves(screen).note)
        assert "the line is dead" in curves(screen).note
        assert steps(screen) == before


async def test_one_that_was_deleted_elsewhere_is_told(sit: Sit) -> None:
    async with sit() as seat:
        made = await finished(seat.sandbox)
        screen = await opened(seat)
        fault = Fault(f"{PATH}/{made}*", 404, "not found")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("enter")
        await until(lambda: told(seat, "tide-voice is no longer there"))
        assert screen.listing.rows == ()


async def test_c_draws_all_that_are_marked_over_each_other(sit: Sit) -> None:
    async with sit() as seat:
        await finished(seat.sandbox, "ebb", train_batch_size=2)
        await train(seat.sandbox, "flood", train_batch_size=4)
        screen = await opened(seat)
        await seat.pilot.press("c")
        await until(lambda: told(seat, "Mark two or more"))
        await seat.pilot.press("A", "c")
        await until(lambda: isinstance(seat.app.screen, Comparison))
        comparison = seat.app.screen
        assert isinstance(comparison, Comparison)
        await until(lambda: comparison.metrics == ("loss", "accuracy"))
        chart = comparison.chart
        assert [curve.name for curve in chart.curves] == ["flood", "ebb"]
        assert chart.words.plain.startswith("A flood")  # what is measured stands above
        # The curve of the one may come before it is known that the other has none.
        await until(lambda: "nothing measured yet" in chart.words.plain)
        seat.sandbox.clock.advance(QUEUED_S + 8)  # the other one begins meanwhile
        await until(lambda: len(chart.curves[0].points) == 8)
        await seat.pilot.press("l", "t")
        await until(lambda: chart.metric == "accuracy" and chart.smooth)
        await until(lambda: "loss  [accuracy]  smoothed" in str(comparison._note.render()))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)


async def test_comparing_tells_whose_curve_cannot_be_had(sit: Sit) -> None:
    async with sit() as seat:
        lost = await finished(seat.sandbox, "same name")
        await finished(seat.sandbox, "same name")
        await opened(seat)
        fault = Fault(f"{PATH}/{lost}/*", 400, "no ruler at hand")
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(fault,))
        await seat.pilot.press("A", "c")
        await until(lambda: isinstance(seat.app.screen, Comparison))
        comparison = seat.app.screen
        assert isinstance(comparison, Comparison)
        note = f"same name {lost[:8]}: "
        await until(lambda: note in str(comparison._note.render()))
        await until(lambda: comparison.metrics)
        assert "no ruler at hand" in str(comparison._note.render())
        assert [bool(curve.points) for curve in comparison.chart.curves] == [True, False]

"""A training grows by what each look shows, whatever the order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.finetunes import Event, FinetunedModel, StepMetrics
from cohere_tui.state.training import Point, Training

START = datetime(2024, 6, 17, 20, tzinfo=UTC)
ROAD = ("QUEUED", "FINETUNING", "DEPLOYING_API", "READY")


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def step(number: int | None, **metrics: float) -> StepMetrics:
    return StepMetrics(step_number=number, metrics=metrics, created_at=at(number or 0))


def event(name: str, minute: int | None) -> Event:
    created_at = None if minute is None else at(minute)
    return Event(status=f"STATUS_{name}", created_at=created_at)


EVENTS = [event(name, minute) for minute, name in enumerate(ROAD)]


def test_before_the_first_look_there_is_nothing() -> None:
    training = Training()
    assert (training.status, training.over, training.last_step) == ("", False, None)
    assert training.extended() == training


def test_points_are_told_apart_by_their_metric() -> None:
    training = Training().extended(steps=[step(1, loss=2.3, accuracy=0.4), step(50, loss=1.0)])
    assert training.curves == {
        "loss": (Point(1, 2.3, at(1)), Point(50, 1.0, at(50))),
        "accuracy": (Point(1, 0.4, at(1)),),
    }
    assert training.last_step == 50


def test_a_page_that_is_read_again_changes_nothing() -> None:
    pages = [step(number, loss=1 / number) for number in (1, 2, 3)]
    training = Training().extended(events=EVENTS, steps=pages)
    assert training.extended(events=EVENTS, steps=pages) == training
    longer = training.extended(steps=[*pages, step(4, loss=0.25)])
    assert [point.step for point in longer.curves["loss"]] == [1, 2, 3, 4]
    assert len(training.curves["loss"]) == 3


def test_the_newer_measurement_is_right() -> None:
    training = Training().extended(steps=[step(1, loss=2.0), step(2, loss=1.5)])
    assert training.extended(steps=[step(1, loss=1.9)]).curves["loss"] == (
        Point(1, 1.9, at(1)),
        Point(2, 1.5, at(2)),
    )


def test_what_has_no_step_is_on_no_curve() -> None:
    assert Training().extended(steps=[step(None, loss=1.0), step(3)]).curves == {}


def test_events_are_newest_first_and_each_once() -> None:
    training = Training().extended(events=EVENTS[1::-1])
    training = training.extended(events=EVENTS[:0:-1])
    assert training.events == tuple(EVENTS[::-1])
    paused = training.extended(events=[event("PAUSED", 9), event("READY", 10)])
    words = [one.status_word for one in paused.events[:3]]
    assert words == ["ready", "paused", "ready"]


def test_events_without_a_time_stay_as_they_were_told() -> None:
    told = [event(name, None) for name in reversed(ROAD)]
    assert Training().extended(events=told).events == tuple(told)


def test_the_model_is_the_one_seen_last() -> None:
    training = Training().extended(FinetunedModel(status="STATUS_FINETUNING"))
    assert (training.status, training.over) == ("STATUS_FINETUNING", False)
    assert training.extended(steps=[step(1, loss=1.0)]).status == "STATUS_FINETUNING"
    assert training.extended(FinetunedModel(status="STATUS_PAUSED")).over


STEPS = st.lists(
    st.builds(
        lambda number, metrics: StepMetrics(step_number=number, metrics=metrics),
        st.none() | st.integers(0, 20),
        st.dictionaries(st.sampled_from(["loss", "accuracy"]), st.floats(0, 9), max_size=2),
    ),
    max_size=12,
)


@settings(max_examples=50)
@given(looks=st.lists(STEPS, max_size=4), events=st.permutations(EVENTS))
def test_many_looks_are_as_good_as_one(looks: list[list[Any]], events: list[Event]) -> None:
    step_by_step = Training()
    for look in looks:
        step_by_step = step_by_step.extended(events=events[: len(look)], steps=look)
    step_by_step = step_by_step.extended(events=events)
    at_once = Training().extended(events=EVENTS, steps=[one for look in looks for one in look])
    assert step_by_step == at_once
    for points in at_once.curves.values():
        numbers = [point.step for point in points]
        assert numbers == sorted(set(numbers))

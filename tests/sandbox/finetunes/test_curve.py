"""How trainings go: nothing is learned, but it behaves as if."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.finetunes.curve import Kind, Plan, Run, curve

USUAL = Plan("chat", 256)
KINDS: tuple[Kind, ...] = ("chat", "classification", "rerank")


def losses(run: Run) -> list[float]:
    return [step.metrics["loss"] for step in run.steps]


def last(plan: Plan) -> float:
    """The loss in the end, without most of its noise."""
    return mean(losses(curve(plan, 1))[-5:])


def test_the_same_seed_gives_the_same_run_and_another_one_a_near_one() -> None:
    curve.cache_clear()
    first = curve(USUAL, 7)
    curve.cache_clear()
    assert curve(USUAL, 7) == first
    assert losses(curve(USUAL, 8)) != losses(first)
    assert losses(curve(USUAL, 8))[-1] == pytest.approx(losses(first)[-1], rel=0.2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_falls_fast_then_slowly_and_the_accuracy_rises(kind: Kind) -> None:
    run = curve(Plan(kind, 640, labels=4), 3)
    loss = losses(run)
    assert loss[0] - loss[9] > 3 * (loss[20] - loss[-1])
    assert mean(loss[-5:]) < 0.8 * loss[0]
    first, final = run.steps[0].metrics["accuracy"], run.steps[-1].metrics["accuracy"]
    assert 0 <= first < final <= 1


@pytest.mark.parametrize(
    ("examples", "batch", "epochs", "steps"),
    [(256, 16, 1, 16), (257, 16, 1, 17), (256, 2, 3, 384), (2, 16, 2, 2)],
)
def test_the_number_of_steps_follows_from_data_batch_and_epochs(
    examples: int, batch: int, epochs: int, steps: int
) -> None:
    plan = Plan("chat", examples, batch=batch, epochs=epochs, rate=0.001)
    run = curve(plan, 1)
    assert (plan.steps, run.length, run.ending) == (steps, steps, "complete")


def test_learning_rates_differ_in_speed_and_floor() -> None:
    slow, usual, hot = (replace(USUAL, examples=2560, rate=rate) for rate in (1e-4, 0.01, 0.04))
    tenth = {plan.rate: losses(curve(plan, 1))[9] for plan in (slow, usual, hot)}
    assert tenth[hot.rate] < tenth[usual.rate] < tenth[slow.rate]
    assert last(usual) < last(hot)
    assert last(usual) < last(slow)


def test_more_data_and_a_higher_rank_end_lower() -> None:
    assert last(replace(USUAL, examples=2560)) < last(replace(USUAL, examples=64, epochs=3))
    long = replace(USUAL, examples=2560)
    assert last(replace(long, rank=32)) < last(replace(long, rank=1))


def test_small_batches_are_noisier() -> None:
    def noise(batch: int) -> float:
        loss = losses(curve(replace(USUAL, examples=batch * 100, batch=batch), 1))[60:]
        return mean(abs(one - other) for one, other in pairwise(loss))

    assert noise(2) > 1.5 * noise(16)


def test_without_progress_it_stops_early() -> None:
    long = replace(USUAL, epochs=10)
    patient = curve(replace(long, patience=10), 1)
    hasty = curve(replace(long, patience=1), 1)
    demanding = curve(replace(long, patience=1, threshold=0.1), 1)
    assert patient.ending == hasty.ending == demanding.ending == "early"
    assert demanding.length < hasty.length < patient.length < long.steps


TOO_HOT: list[dict[str, Any]] = [
    {"rate": 0.1},
    {"batch": 2, "rate": 0.05},
    {"scale": 16.0},
    {"examples": 2, "rate": 0.1},
]


@pytest.mark.parametrize("changes", TOO_HOT, ids=str)
def test_what_is_too_hot_diverges(changes: dict[str, Any]) -> None:
    run = curve(replace(USUAL, **changes), 1)
    assert run.ending == "diverged"
    assert losses(run)[-1] > losses(curve(USUAL, 1))[0]


def test_a_long_run_is_measured_now_and_then() -> None:
    run = curve(Plan("rerank", 1_000_000, batch=2, rate=1e-4), 1)
    assert run.length == 500_000
    assert 300 < len(run.steps) < 600


PLANS = st.builds(
    Plan,
    kind=st.sampled_from(KINDS),
    examples=st.integers(1, 10**6),
    batch=st.integers(2, 16),
    epochs=st.integers(1, 10),
    rate=st.floats(0.00005, 0.1),
    patience=st.integers(0, 10),
    threshold=st.floats(0.001, 0.1),
    labels=st.integers(2, 1000),
    scale=st.floats(0.001, 1024),
    rank=st.integers(1, 1024),
)


@settings(max_examples=50)
@given(plan=PLANS, seed=st.integers(0, 2**128))
def test_any_plan_has_a_run(plan: Plan, seed: int) -> None:
    run = curve(plan, seed)
    numbers = [step.number for step in run.steps]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert run.length <= plan.steps
    assert len(run.steps) <= 1000
    assert (run.length == plan.steps) or run.ending != "complete"
    for step in run.steps:
        assert 0 < step.metrics["loss"] < 1e6
        assert 0 <= step.metrics.get("accuracy", 0) <= 1

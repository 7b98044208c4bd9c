"""How generations stand, what is remarked upon them, and how they are kept."""

from __future__ import annotations

import json

import pytest

from cohere_tui.models.generate import GenerateResponse
from cohere_tui.models.meta import Meta
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact
from cohere_tui.state.generations import Generation, Generations
from cohere_tui.state.parts import Failure, Phase
from cohere_tui.state.pieces import EMPTY, Pieces
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.generated import as_kept, compared, restored, sheet
from cohere_tui.state.playground.generating import as_sent, asked_for, finish, passages, remark
from cohere_tui.state.playground.likelihoods import (
    asked_before,
    likelihood_table,
    likelihoods,
    shade,
)
from cohere_tui.state.playground.sheet import Sheet


def one(text: str = "Salt", finish: str = "", **facts: object) -> Generation:
    return Generation(Pieces.of(text), finish=finish, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "number"), [("3", 3), ("", 1), ("0", 1), ("three", 1), ("²", 1), ("-2", 1)]
)
def test_how_many_are_asked_for(value: str, number: int) -> None:
    assert asked_for({"num_generations": value}) == number


@pytest.mark.parametrize(
    ("generation", "phase", "told"),
    [
        (one("", ""), Phase.WAITING, ("waiting", Tone.WAITING)),
        (one("Salt"), Phase.STREAMING, ("writing", Tone.WORKING)),
        (one("Salt", "COMPLETE"), Phase.DONE, ("complete", Tone.READY)),
        (one("Salt", "max_tokens"), Phase.DONE, ("cut at max tokens", Tone.WARNING)),
        (one("Salt", "A_NEW_WORD"), Phase.DONE, ("a new word", Tone.PLAIN)),
        (one("Salt"), Phase.DONE, ("ended", Tone.READY)),
        (one("Salt"), Phase.STOPPED, ("stopped", Tone.WARNING)),
        (one("Salt"), Phase.INTERRUPTED, ("broken off", Tone.FAILED)),
        (one("Salt", "ERROR_TOXIC"), Phase.FAILED, ("failed: harmful", Tone.FAILED)),
    ],
)
def test_how_each_stands(generation: Generation, phase: Phase, told: tuple[str, Tone]) -> None:
    assert finish(generation, phase) == told


def test_those_to_come_have_their_place_until_it_is_over() -> None:
    growing = Generations((one(),), phase=Phase.STREAMING)
    assert [p.word for p in passages(growing, 3)] == ["writing", "waiting", "waiting"]
    assert all(p.open and not p.figures for p in passages(growing, 3))
    over = Generations((one(),), phase=Phase.DONE)
    (only,) = passages(over, 3)
    assert (only.title, only.open, only.figures) == ("1", False, "1 word")


def test_figures_are_the_likelihood_and_the_length() -> None:
    (shown,) = passages(Generations((LIKELY,), phase=Phase.DONE), 1)
    assert shown.figures == "-1.25 likelihood · 2 words"


def test_fewer_than_asked_for_are_remarked_upon() -> None:
    done = Generations((one(), one()), phase=Phase.DONE)
    assert remark(done, 3) == ("2 of the 3 generations that were asked for came.", Tone.WARNING)
    assert remark(done, 2) == ("", Tone.PLAIN)


def test_what_broke_off_says_what_is_kept() -> None:
    broke, stopped = "It broke off before its end.", "Stopped."
    kept = " What had come is kept."
    some, none = Generations((one(),)), Generations()
    assert remark(some.failed(Failure("No.")), 1) == (broke + kept, Tone.WARNING)
    assert remark(some.ended(), 1) == (broke + kept, Tone.WARNING)
    assert remark(none.ended(), 1)[0] == broke
    assert remark(some.stopped(), 1) == (stopped + kept, Tone.WARNING)
    assert remark(none.stopped(), 1)[0] == stopped


LIKELY = one("Salt air", "COMPLETE", likelihood=-1.25, tokens=(("Salt", -0.5), (" air", -2.0)))


def test_tokens_of_the_prompt_are_told_apart() -> None:
    both = one("Salt air", tokens=(("So", None), (":", -1.0), ("Salt", -0.5), (" air", -2.0)))
    assert asked_before(both) == 2
    assert asked_before(LIKELY) == 0
    assert asked_before(one("x", tokens=(("a longer token", -1.0),))) == 0
    assert asked_before(Generation()) == 0


def test_likelihoods_are_shown_copied_and_shaded() -> None:
    (shown,) = likelihoods(Generations((LIKELY, one()), phase=Phase.DONE))
    assert (shown.title, shown.figures) == ("1", "mean -1.25 · 29% · 2 tokens")
    assert shown.copied == "Salt\t-0.5\n air\t-2.0"
    assert [shade(value) for value in (0.5, 0.0, -0.5, -1.0, -3.0, -50.0, None)] == [
        0, 0, 0, 1, 2, 3, -1,
    ]  # fmt: skip
    assert likelihood_table(one("x", tokens=(("\t\n\\", None),))) == "\\t\\n\\\\\t"


@pytest.mark.parametrize("phase", list(Phase))
def test_what_is_kept_comes_back_as_it_was(phase: Phase) -> None:
    failure = Failure("why") if phase is Phase.FAILED else None
    meta = Meta.model_validate({"billed_units": {"output_tokens": 2}})
    items = (LIKELY, Generation(EMPTY))
    before = Generations(items, "an id", phase, failure, meta=meta, warning="soon")
    kept = json.loads(json.dumps(as_kept(before)))
    whole = Generations.of_response(GenerateResponse.model_validate(kept))
    assert restored(kept, whole) == before


def test_what_another_version_kept_is_read_as_far_as_it_goes() -> None:
    assert restored({"phase": "dreaming", "failure": 1}, Generations()) == Generations(
        phase=Phase.DONE
    )


def test_what_is_empty_is_the_servers_to_decide() -> None:
    values = {
        "prompt": "",
        "k": "",
        "p": "0.5",
        "raw_prompting": "yes",
        "end_sequences": 'a\n"\\n"',
    }
    assert as_sent(values) == {
        "prompt": "",
        "p": "0.5",
        "raw_prompting": True,
        "end_sequences": ("a", "\n"),
    }


def test_a_row_for_each_and_two_runs_side_by_side() -> None:
    before = Generations((LIKELY, one("b", "MAX_TOKENS")), phase=Phase.DONE)
    after = Generations((one("cc", "COMPLETE"),), phase=Phase.DONE)
    assert sheet(before) == Sheet(
        ("number", "text", "finish_reason", "likelihood"),
        ((1, "Salt air", "COMPLETE", -1.25), (2, "b", "MAX_TOKENS", None)),
    )
    found = compared(before, after)
    assert isinstance(found, Comparison)
    assert [fact.value for fact in found.facts if isinstance(fact, Fact)] == [
        "2 → 1",
        "9 → 2",
        "1 complete, 1 cut at max tokens → 1 complete",
    ]
    assert found.sheet.rows == ((1, 8, 2, "Salt air", "cc"), (2, 1, 0, "b", ""))
    assert compared(Generations(), Generations()).sheet.rows == ()

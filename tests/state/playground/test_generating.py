"""How generations stand, what is remarked upon them, and how they are kept."""

from __future__ import annotations

import pytest

from cohere_tui.models.generate import GenerateResponse
from cohere_tui.state.columns import Tone
from cohere_tui.state.generations import Generation, Generations
from cohere_tui.state.parts import Failure, Phase
from cohere_tui.state.pieces import EMPTY, Pieces
from cohere_tui.state.playground.generating import (
    as_kept,
    asked_before,
    asked_for,
    finish,
    likelihood_table,
    likelihoods,
    passages,
    remark,
    shade,
)


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
    assert (only.title, only.open, only.figures) == ("1", False, "4 characters")


def test_fewer_than_asked_for_are_remarked_upon() -> None:
    done = Generations((one(), one()), phase=Phase.DONE)
    assert remark(done, 3) == ("2 of the 3 generations that were asked for came.", Tone.WARNING)
    assert remark(done, 2) == ("", Tone.PLAIN)


def test_what_broke_off_says_why_and_what_is_kept() -> None:
    failed = Generations((one(),)).failed(Failure("The sea came in."))
    assert remark(failed, 1) == ("The sea came in. What had come is kept.", Tone.FAILED)
    assert remark(Generations().failed(Failure("No.")), 1)[0] == "No."
    assert remark(Generations((one(),)).stopped(), 1)[0] == "Stopped. What had come is kept."
    assert remark(Generations().stopped(), 1)[0] == "Stopped."


LIKELY = one("Salt air", "COMPLETE", likelihood=-1.25, tokens=(("Salt", -0.5), (" air", -2.0)))


def test_tokens_of_the_prompt_are_told_apart() -> None:
    both = one("Salt air", tokens=(("So", None), (":", -1.0), ("Salt", -0.5), (" air", -2.0)))
    assert asked_before(both) == 2
    assert asked_before(LIKELY) == 0
    assert asked_before(one("x", tokens=(("a longer token", -1.0),))) == 0
    assert asked_before(Generation()) == 0


def test_likelihoods_are_shown_copied_and_shaded() -> None:
    (shown,) = likelihoods(Generations((LIKELY, one()), phase=Phase.DONE))
    assert (shown.title, shown.figures) == ("1", "mean -1.25 (29%) · 2 tokens")
    assert shown.copied == "Salt\t-0.5\n air\t-2.0"
    assert [shade(value) for value in (0.5, 0.0, -0.5, -1.0, -3.0, -50.0, None)] == [
        0, 0, 0, 1, 2, 3, -1,
    ]  # fmt: skip
    assert likelihood_table(one("x", tokens=(("\t\n\\", None),))) == "\\t\\n\\\\\t"


@pytest.mark.parametrize("phase", list(Phase))
def test_what_is_kept_reads_as_an_answer_of_the_api(phase: Phase) -> None:
    failure = Failure("why", "then") if phase is Phase.FAILED else None
    kept = as_kept(Generations((LIKELY, Generation(EMPTY)), "an id", phase, failure))
    assert kept["phase"] == phase.value
    assert kept.get("failure") == ({"reason": "why", "remedy": "then"} if failure else None)
    back = Generations.of_response(GenerateResponse.model_validate(kept))
    assert back.items == (LIKELY, Generation())
    assert back.id == "an id"

"""What is told when things end."""

from __future__ import annotations

from cohere_tui.state.endings import Ending, Telling, tellings, vanished


def test_a_few_are_told_one_by_one() -> None:
    assert tellings("embed job", "embed jobs", ()) == ()
    ends = [Ending("a\nb", "complete"), Ending("c", "failed", bad=True)]
    assert tellings("embed job", "embed jobs", ends) == (
        Telling("Embed job a b: complete"),
        Telling("Embed job c: failed", bad=True),
    )


def test_of_many_it_is_told_how_many_and_which_failed() -> None:
    ends = [Ending(f"n{n}", "completed") for n in range(48)]
    (told,) = tellings("batch", "batches", ends)
    assert told == Telling("Batches: 48 completed")
    ends += [Ending(f"f{n}", "failed", bad=True) for n in range(4)] + [Ending("c", "cancelled")]
    (told,) = tellings("batch", "batches", ends)
    assert told.text == "Batches: 4 failed (f0, f1, f2 and 1 more), 1 cancelled, 48 completed"
    assert told.bad


def test_what_is_gone_is_counted_when_it_is_much() -> None:
    assert vanished("batch", "batches", ["a"]) == ("The batch a is no longer there.",)
    assert vanished("batch", "batches", ["a"] * 1_204) == ("1,204 batches are no longer there.",)

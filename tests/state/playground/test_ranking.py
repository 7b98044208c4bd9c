"""Documents in their new order, and the line between those that matter and the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.models.rerank import Ranked, RelevantSpan
from cohere_tui.state.playground.ranking import (
    Passage,
    Ranking,
    figure,
    passages,
    ranked,
    round_between,
)

TEXTS = ("corn", "tide mills", "rivers", "wheels")
SCORES = st.lists(st.floats(0, 1) | st.sampled_from((0.0, 0.5, 7.1e-05)), min_size=1, max_size=30)


def result(index: int, score: float | None, *spans: tuple[int, int, float]) -> Ranked:
    marks = [dict(zip(("start", "end", "score"), span, strict=True)) for span in spans]
    fields: dict[str, Any] = {"index": index, "relevance_score": score, "relevant_spans": marks}
    return Ranked.model_validate(fields)


def of(*scores: float | None) -> Ranking:
    texts = [f"document {number}" for number in range(len(scores))]
    return ranked([result(at, score) for at, score in enumerate(scores)], texts)


class TestRanked:
    def test_says_where_each_was_and_is(self) -> None:
        found = ranked([result(2, 0.8), result(0, 0.2), result(1, 0.2), result(3, 0.1)], TEXTS)
        assert [(row.before, row.place, row.moved) for row in found.rows] == [
            (3, 1, 2), (1, 2, -1), (2, 3, -1), (4, 4, 0)
        ]  # fmt: skip
        assert [row.share for row in found.rows] == pytest.approx([1, 0.25, 0.25, 0.125])
        assert [row.text for row in found.rows] == ["rivers", "corn", "tide mills", "wheels"]
        assert (found.given, found.missing) == (4, 0)

    def test_puts_what_came_in_another_order_right(self) -> None:
        found = ranked([result(0, 0.1), result(1, 0.9)], TEXTS)
        assert [row.index for row in found.rows] == [1, 0]

    def test_says_nothing_of_documents_that_were_not_sent_or_twice_of_one(self) -> None:
        answer = [result(9, 0.9), result(1, 0.8), result(-1, 0.7), result(1, 0.6), result(0, 0.5)]
        found = ranked(answer, TEXTS)
        assert [(row.index, row.score) for row in found.rows] == [(1, 0.8), (0, 0.5)]
        assert found.missing == 2

    def test_misses_nothing_that_was_not_wanted(self) -> None:
        answer = [result(1, 0.8), result(0, 0.5)]
        assert ranked(answer, TEXTS, 2).missing == 0
        assert ranked(answer, TEXTS, 3).missing == 1
        assert ranked(answer, TEXTS[:2], 9).missing == 0

    def test_nothing_shares_in_nothing(self) -> None:
        assert [row.share for row in of(0.0, -0.5).rows] == [0, 0]
        assert ranked([], TEXTS).rows == ()


class TestWithoutScore:
    found = of(None, 0.2, None, 0.9, 0.1)

    def test_come_last_and_share_in_nothing(self) -> None:
        assert [row.index for row in self.found.rows] == [3, 1, 4, 0, 2]
        assert [row.score for row in self.found.rows] == [0.9, 0.2, 0.1, None, None]
        assert [row.share for row in self.found.rows][3:] == [0, 0]
        assert self.found.scores == (0.9, 0.2, 0.1)
        assert (self.found.unscored, self.found.missing) == (2, 0)
        assert figure(None) == "-"

    def test_are_not_counted_by_the_line(self) -> None:
        found = self.found
        assert found.widest_gap is not None
        assert found.parted_at(-5.0).above == 3
        assert found.parted_below(5).above == 3
        line = found.parted_below(0)
        seen = []
        for step in (1, 1, 1, 1, -1):
            line = line.moved(step)
            seen.append(line.above)
        assert seen == [1, 2, 3, 3, 2]
        # Without a line all are of use.
        assert found.above == 5

    def test_alone_have_no_line(self) -> None:
        found = of(None, None)
        assert found.widest_gap is None
        assert found.moved(1) == found.moved(-1) == found.parted_below(1) == found
        assert (found.parted_at(0.5).above, found.above) == (0, 2)

    def test_a_score_counts_before_none(self) -> None:
        (row,) = ranked([result(0, None), result(0, 0.3)], TEXTS).rows
        assert row.score == 0.3


class TestPassages:
    def test_are_within_the_text_in_order_and_do_not_overlap(self) -> None:
        spans = [(7, 99, 0.3), (-2, 3, 0.5), (2, 5, 0.9), (6, 6, 1.0), (5, 4, 1.0)]
        read = [RelevantSpan(start=start, end=end, score=score) for start, end, score in spans]
        assert passages(read, 10) == (Passage(0, 5, 0.9), Passage(7, 10, 0.3))

    def test_count_code_points(self) -> None:
        text = "🌊🌊 tide mills"
        found = ranked([result(0, 0.9, (3, 13, 0.8), (0, 2, 0.4))], [text]).rows[0]
        assert [text[one.start : one.end] for one in found.passages] == ["🌊🌊", "tide mills"]
        assert found.best_passage == Passage(3, 13, 0.8)
        assert of(0.5).rows[0].best_passage is None


class TestLine:
    def test_is_first_where_the_scores_fall_most(self) -> None:
        found = of(0.95, 0.91, 0.08, 0.01)
        assert found.widest_gap == 0.5
        assert found.parted_at(found.widest_gap).above == 2
        assert [row.score for row in found.parted_at(0.5).chosen] == [0.95, 0.91]

    def test_is_nowhere_when_all_are_equal(self) -> None:
        assert of(0.5, 0.5).widest_gap is None
        assert of(0.5).widest_gap is None
        assert of(0.5, 0.5).moved(1).above == 2

    def test_goes_from_document_to_document_and_keeps_equal_ones_together(self) -> None:
        line = of(0.9, 0.5, 0.5, 0.1).parted_below(1)
        seen = []
        for step in (1, 1, 1, -1, -1, -1, -1):
            line = line.moved(step)
            seen.append(line.above)
        assert seen == [3, 4, 4, 3, 1, 0, 0]

    def test_begins_at_the_widest_gap(self) -> None:
        assert of(0.9, 0.1, 0.05).moved(-1).above == 1

    def test_of_nothing_stays_nowhere(self) -> None:
        assert Ranking().moved(1) == Ranking().parted_below(3) == Ranking()

    @given(SCORES, st.integers(0, 31))
    def test_parts_them_where_it_is_put(self, scores: list[float], place: int) -> None:
        line = of(*scores).parted_below(place)
        rows, above = line.rows, line.above
        assert above >= min(place, len(rows))
        assert all(row.score >= line.threshold for row in rows[:above])  # type: ignore[operator]
        assert all(row.score < line.threshold for row in rows[above:])  # type: ignore[operator]
        if 0 < place < len(rows):
            assert len({row.score for row in rows[place - 1 : above]}) == 1

    @given(SCORES)
    def test_comes_to_every_end(self, scores: list[float]) -> None:
        line = of(*scores).parted_below(0)
        assert line.above == 0
        for _ in scores:
            line = line.moved(1)
        assert line.above == len(scores)
        for _ in scores:
            line = line.moved(-1)
        assert line.above == 0


class TestNumbers:
    def test_thresholds_are_round(self) -> None:
        assert round_between(0.03, 0.95) == 0.5
        assert round_between(0.9129, 0.9712) == 0.94
        assert round_between(0.0, 1e-30) == 1e-30

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_lie_above_the_lower_and_not_above_the_higher(self, one: float, other: float) -> None:
        low, high = sorted((one, other))
        if low < high:
            assert low < round_between(low, high) <= high

    def test_scores_are_told_in_few_letters(self) -> None:
        told = [figure(score) for score in (0.98123, 0, 7.1e-05, 1, -0.25, 12.5, 1234.6)]
        assert told == ["0.9812", "0.0000", "7.1e-05", "1.0000", "-0.2500", "12.5000", "1235"]
        assert all(len(figure(score)) <= 8 for score in (-7.1e-05, -99.1234, 1e9, -12345.6))

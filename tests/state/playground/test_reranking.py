"""The form of the rerank playground as a request, and runs beside each other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.rerank import RerankManyRequest, RerankRequestV1, RerankResponse
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.ranking import Ranking
from cohere_tui.state.playground.reranking import (
    compared,
    faults_of,
    hints_of,
    ranking_of,
    request_of,
    sheet_of,
    texts_of,
    what_is_missing,
)


def form(**values: str) -> dict[str, str]:
    """What is in the fields; of those that do not matter it says nothing."""
    return {
        "model": "rerank-v5.0-pro",
        "query": "mill",
        "documents": 'sea\n\n"tide\\nmill"',
        "documents_are": "text",
        "api_version": "2",
        "top_n": "",
        **values,
    }


def wire(**values: str) -> dict[str, Any]:
    return request_of(form(**values)).to_wire()


def answer(*results: tuple[int, float | None]) -> RerankResponse:
    rows = [{"index": index, "relevance_score": score} for index, score in results]
    return RerankResponse.model_validate({"results": rows})


class TestRequest:
    def test_says_only_what_was_filled_in(self) -> None:
        assert isinstance(request_of(form()), RerankManyRequest)
        assert wire() == {
            "model": "rerank-v5.0-pro", "query": "mill", "documents": ["sea", "tide\nmill"]
        }  # fmt: skip

    def test_has_all_of_v2(self) -> None:
        spans = {"relevant_spans.threshold": "0.5", "relevant_spans.max_spans": "3"}
        sent = wire(
            top_n="2", max_tokens_per_doc="99", priority="7", relevant_spans="enabled", **spans
        )
        assert sent["relevant_spans"] == {"mode": "enabled", "threshold": 0.5, "max_spans": 3}
        assert (sent["top_n"], sent["max_tokens_per_doc"], sent["priority"]) == (2, 99, 7)

    @pytest.mark.parametrize(
        ("model", "marks"), [("rerank-v5.0-pro", True), ("rerank-v4.0-pro", False), ("mine", False)]
    )
    def test_asks_for_passages_where_the_model_gives_them(self, model: str, marks: bool) -> None:
        assert ("relevant_spans" in wire(model=model, relevant_spans="auto")) is marks
        assert "relevant_spans" not in wire(model=model, relevant_spans="disabled")

    def test_writes_fields_as_yaml_for_v2_and_keeps_them_for_v1(self) -> None:
        fields: dict[str, str] = {"documents_are": "fields"}
        fields["documents"] = '{"title": "Tide mills", "year": 1801}\ntitle: Windmills'
        assert wire(**fields)["documents"] == ["title: Tide mills\nyear: 1801", "title: Windmills"]
        older = form(
            api_version="1", rank_fields="year, title", return_documents="yes",
            max_chunks_per_doc="3", **fields,
        )  # fmt: skip
        request = request_of(older)
        assert isinstance(request, RerankRequestV1)
        assert request.to_wire() == {
            "model": "rerank-v5.0-pro", "query": "mill", "rank_fields": ["year", "title"],
            "documents": [{"title": "Tide mills", "year": 1801}, {"title": "Windmills"}],
            "return_documents": True, "max_chunks_per_doc": 3,
        }  # fmt: skip
        assert texts_of(older)[0] == "year: 1801\ntitle: Tide mills"

    def test_is_refused_where_a_line_is_unclear(self) -> None:
        with pytest.raises(RequestInvalid, match="line 2 is not JSON") as caught:
            request_of(form(documents_are="fields", documents='{"a": 1}\n{"a"'))
        assert caught.value.field == "documents"


class TestFaults:
    def test_none_where_nothing_is_wrong(self) -> None:
        assert faults_of(form(relevant_spans="auto")) == {}

    def test_are_told_under_the_field_they_are_of(self) -> None:
        found = faults_of(
            form(model="rerank-v4.0-pro", query="", documents=" \n", top_n="0",
                 relevant_spans="enabled", **{"relevant_spans.threshold": "2"})
        )  # fmt: skip
        assert found["documents"] == "write at least one document, each on a line of its own"
        assert set(found) == {"query", "documents", "top_n", "relevant_spans.threshold"}
        found = faults_of(form(model="rerank-v4.0-pro", relevant_spans="enabled"))
        assert found == {"relevant_spans": "needs a rerank model from v5 on"}

    def test_of_documents_name_the_line(self) -> None:
        broken = form(documents_are="fields", documents='{"a": 1}\n\nplain')
        assert faults_of(broken)["documents"].startswith("line 3 is a plain text")
        older = form(
            api_version="1", documents_are="fields", rank_fields="text",
            documents='{"text": "a"}\n\n{"title": "b"}',
        )  # fmt: skip
        assert faults_of(older) == {"documents": "line 3 has none of the fields text"}

    def test_limits_are_told_before_anything_is_sent(self) -> None:
        many = "\n".join(str(number) for number in range(1001))
        assert faults_of(form(documents=many)) == {}
        assert "at most 1000" in faults_of(form(documents=many, api_version="1"))["documents"]
        assert faults_of(form(documents=many, api_version="1", max_chunks_per_doc="1")) == {}


def test_how_many_documents_and_requests_is_said() -> None:
    assert hints_of(form(), 1000)["documents"].startswith("2 documents in 1 request; one per")
    many = "\n".join(map(str, range(2_001)))
    assert hints_of(form(documents=many), 1000)["documents"].startswith(
        "2,001 documents in 3 requests"
    )
    assert "in 1 request;" in hints_of(form(documents=many, api_version="1"), 1000)["documents"]
    assert hints_of(form(documents=" "), 1000) == {}
    assert hints_of(form(documents="{", documents_are="fields"), 1000) == {}


class TestRanking:
    def test_joins_the_answer_with_what_was_sent(self) -> None:
        ranking = ranking_of(form(), answer((1, 0.75), (0, 0.25)))
        assert [(row.place, row.text) for row in ranking.rows] == [(1, "tide\nmill"), (2, "sea")]
        assert sheet_of(ranking).columns == ("place", "score", "index", "document")
        assert sheet_of(ranking).rows == ((1, 0.75, 1, "tide\nmill"), (2, 0.25, 0, "sea"))
        assert [json.loads(line) for line in sheet_of(ranking).jsonl()][1]["document"] == "sea"

    def test_tells_what_did_not_come_back(self) -> None:
        assert what_is_missing(ranking_of(form(), answer((1, 0.7)))) == (
            "1 of 2 documents did not come back"
        )
        assert what_is_missing(ranking_of(form(top_n="1"), answer((1, 0.7)))) == ""

    def test_tells_what_came_without_a_score(self) -> None:
        found = ranking_of(form(), answer((1, None), (0, 0.25)))
        assert what_is_missing(found) == "1 of 2 documents came without a score"
        assert sheet_of(found).rows == ((1, 0.25, 0, "sea"), (None, None, 1, "tide\nmill"))
        after = ranking_of(form(), answer((1, 0.5), (0, 0.25)))
        assert compared(found, after).sheet.rows == (
            (None, 1, None, 0.5, None, "tide\nmill"),
            (1, 2, 0.25, 0.25, 0.0, "sea"),
        )
        fewer = ranking_of(form(documents="a\nb\nc"), answer((1, None), (0, 0.25)))
        assert what_is_missing(fewer) == (
            "1 of 3 documents did not come back; 1 of 2 documents came without a score"
        )

    def test_of_a_form_that_is_unclear_by_now_is_empty(self) -> None:
        assert ranking_of(form(documents_are="fields"), answer((1, 0.7))) == Ranking()


def test_two_runs_are_joined_by_the_texts() -> None:
    before = ranking_of(
        form(documents="a\nb\nb\nc"), answer((0, 0.9), (1, 0.5), (2, 0.4), (3, 0.1))
    )
    after = ranking_of(form(documents="d\nb\na\nb"), answer((1, 0.8), (2, 0.6), (0, 0.3), (3, 0.2)))
    found = compared(before, after)
    assert found.facts == (
        Fact("in both", "3 documents"), Fact("changed places", "3 of them"),
        Fact("only before", "1 document"), Fact("only after", "1 document"),
    )  # fmt: skip
    assert found.sheet.rows == (
        (2, 1, 0.5, 0.8, 0.3, "b"),
        (1, 2, 0.9, 0.6, -0.3, "a"),
        (None, 3, None, 0.3, None, "d"),
        (3, 4, 0.4, 0.2, -0.2, "b"),
        (4, None, 0.1, None, None, "c"),
    )
    assert compared(before, Ranking()).facts[0] == Fact("in both", "0 documents")

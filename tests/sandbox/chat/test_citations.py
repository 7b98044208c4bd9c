"""Answers from documents: every citation is exactly what a document says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.grounded import from_documents, from_results
from cohere_tui.sandbox.chat.ask import Passage
from tests.sandbox.chat.asking import (
    LOG,
    MILL,
    REASONING,
    TIDE,
    answer,
    asked,
    called,
    result,
    streamed,
)

if TYPE_CHECKING:
    import httpx

QUESTION = "When did the mill open and stop grinding?"

_words = st.lists(
    st.sampled_from(
        [
            "the",
            "mill",
            "at",
            "Carew",
            "opened",
            "1801",
            "🌊",
            "潮汐",
            "café",
            "|",
            "*",
            ")",
            "\u200b",
            "é",
        ]
    ),
    max_size=12,
)
_texts = st.one_of(
    st.text(max_size=120),
    st.lists(_words.map(" ".join), max_size=5).map(". ".join),
    st.lists(_words.map(" ".join), max_size=5).map("\n".join),
)
_passages = st.lists(_texts.filter(str.strip), min_size=1, max_size=5).map(
    lambda texts: [
        Passage({"type": "document", "id": f"doc:{n}", "document": {"text": text}}, f"T{n}", text)
        for n, text in enumerate(texts)
    ]
)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_texts, _passages)
def test_spans_are_what_their_sources_say(prompt: str, passages: list[Passage]) -> None:
    reply = from_documents(prompt, passages)
    ends = [cite.end for cite in reply.cites]
    assert ends == sorted(ends)
    for cite in reply.cites:
        span = reply.text[cite.start : cite.end]
        assert span
        assert cite.sources
        for source in cite.sources:
            assert span in source["document"]["text"]


@given(_texts, st.lists(_json | _texts, min_size=1, max_size=3))
def test_any_result_of_a_tool_can_be_told(prompt: str, results: list[Any]) -> None:
    passages = [
        Passage(
            {"type": "tool", "id": f"call:{n}", "tool_output": {"content": data}},
            "t",
            str(data),
            data,
        )
        for n, data in enumerate(results)
    ]
    reply = from_results(prompt, passages)
    assert reply.text
    last = 0
    for cite in reply.cites:
        assert last <= cite.start < cite.end <= len(reply.text)
        last = cite.end


async def test_the_sentences_that_answer_are_quoted(caller: httpx.AsyncClient) -> None:
    message = (await answer(caller, asked(QUESTION, documents=[MILL, LOG, "Ducks swim."])))[
        "message"
    ]
    text = message["content"][0]["text"]
    quoted = {
        cite["text"]: [source["id"] for source in cite["sources"]] for cite in message["citations"]
    }
    assert quoted == {
        "The mill opened in 1801.": ["doc-0"],
        "The mill stopped grinding in 1937.": ["doc-1"],
    }
    for cite in message["citations"]:
        assert text[cite["start"] : cite["end"]] == cite["text"]
        assert cite["type"] == "TEXT_CONTENT"
        assert cite["content_index"] == 0
    assert message["citations"][0]["sources"][0] == {
        "type": "document",
        "id": "doc-0",
        "document": {"id": "doc-0", **MILL["data"]},  # type: ignore[dict-item]
    }


async def test_every_document_that_says_it_is_a_source(caller: httpx.AsyncClient) -> None:
    both = [{"data": {"text": "The mill is old."}}, {"data": "Well: The mill is old. Ducks."}]
    message = (await answer(caller, asked("Is the mill old?", documents=both)))["message"]
    assert [source["id"] for source in message["citations"][0]["sources"]] == ["doc:0", "doc:1"]


async def test_what_no_document_says_is_not_cited(caller: httpx.AsyncClient) -> None:
    message = (await answer(caller, asked("Xyzzy?", documents=[MILL, LOG])))["message"]
    assert "do not say" in message["content"][0]["text"]
    assert "citations" not in message


async def test_a_summary_quotes_each_document(caller: httpx.AsyncClient) -> None:
    message = (await answer(caller, asked("Summarize the documents", documents=[MILL, LOG])))[
        "message"
    ]
    assert [cite["sources"][0]["id"] for cite in message["citations"]] == ["doc-0", "doc-1"]


async def test_fast_citations_come_right_after_their_words(caller: httpx.AsyncClient) -> None:
    body = asked(QUESTION, documents=[MILL, LOG], citation_options={"mode": "FAST"})
    written = ""
    found = 0
    for kind, data in await streamed(caller, body):
        if kind == "content-delta":
            written += data["delta"]["message"]["content"]["text"]
        if kind == "citation-start":
            found += 1
            assert written.endswith(data["delta"]["message"]["citations"]["text"])
    assert found == 2


async def test_accurate_citations_come_after_the_text(caller: httpx.AsyncClient) -> None:
    kinds = [kind for kind, _ in await streamed(caller, asked(QUESTION, documents=[MILL, LOG]))]
    first = kinds.index("citation-start")
    assert "content-delta" not in kinds[first:]
    assert kinds[first:] == [*["citation-start", "citation-end"] * 2, "content-end", "message-end"]


@pytest.mark.parametrize("mode", ["OFF", "DISABLED", "off", "Disabled"])
async def test_citations_can_be_refused(caller: httpx.AsyncClient, mode: str) -> None:
    body = asked(QUESTION, documents=[MILL, LOG], citation_options={"mode": mode})
    assert "citations" not in (await answer(caller, body))["message"]
    assert not any("citation" in kind for kind, _ in await streamed(caller, body))


async def test_citations_point_at_the_block_of_the_text(caller: httpx.AsyncClient) -> None:
    body = asked(QUESTION, documents=[MILL, LOG], model=REASONING)
    message = (await answer(caller, body))["message"]
    assert [part["type"] for part in message["content"]] == ["thinking", "text"]
    assert {cite["content_index"] for cite in message["citations"]} == {1}


async def test_results_of_tools_are_cited(caller: httpx.AsyncClient) -> None:
    document = {"type": "document", "document": {"data": {"harbour": "Cobh", "high": "06:12"}}}
    body = asked([*called("{}"), result([document])], tools=[TIDE])
    message = (await answer(caller, body))["message"]
    assert "**harbour** is Cobh, **high** is 06:12." in message["content"][0]["text"]
    assert [cite["text"] for cite in message["citations"]] == ["Cobh", "06:12"]
    assert message["citations"][0]["sources"] == [
        {"type": "tool", "id": "call-0:0", "tool_output": {"harbour": "Cobh", "high": "06:12"}}
    ]


async def test_several_results_and_pieces_have_ids_of_their_own(caller: httpx.AsyncClient) -> None:
    pieces = [{"type": "text", "text": "High is 06:12."}, {"type": "text", "text": "Low is 12:20."}]
    body = asked([*called("{}", "{}"), result(pieces), result("High is 06:22.", 1)], tools=[TIDE])
    message = (await answer(caller, body))["message"]
    ids = [cite["sources"][0]["id"] for cite in message["citations"]]
    assert ids == ["call-0:0", "call-0:1", "call-1:0"]


async def test_rows_become_a_table(caller: httpx.AsyncClient) -> None:
    rows = '[{"harbour": "Cobh", "high": 6.2}, {"harbour": "Youghal", "high": 6.4}]'
    message = (await answer(caller, asked([*called("{}"), result(rows)], tools=[TIDE])))["message"]
    assert (
        "| harbour | high |\n|---|---|\n| Cobh | 6.2 |\n| Youghal | 6.4 |"
        in (message["content"][0]["text"])
    )
    assert [cite["text"] for cite in message["citations"]] == ["Cobh", "6.2", "Youghal", "6.4"]

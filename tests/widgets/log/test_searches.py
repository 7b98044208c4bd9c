"""What was searched for an answer stands above it, whether it came of anything or not."""

from __future__ import annotations

import pytest

from cohere_tui.models.chat_v1_events import read_event_v1
from cohere_tui.state.parts import Block, Phase, Retrieved, Search
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Turn
from cohere_tui.widgets.log.searches import told
from tests.conftest import FIXTURES
from tests.models.streams import data_of
from tests.widgets.log.made import PAGE, card_lines, laid_out, texts

FOUND = Search("tides", "web-search", ("a", "b"))
NONE = Search("tides", "wiki", (), "connector answered 500\x1b[31m")


@pytest.mark.parametrize(
    ("retrieved", "lines"),
    [
        (Retrieved(("tides",)), ["Search: tides"]),
        (Retrieved(("tides",), (FOUND,)), ["Searched web-search tides: 2 documents"]),
        (
            Retrieved(("tides", "mills"), (FOUND, NONE)),
            [
                "Search: mills",
                "Searched web-search tides: 2 documents",
                "Searched wiki tides: connector answered 500␛[31m",
            ],
        ),
        (Retrieved((), (Search(connector="c", documents=("a",)),)), ["Searched c: 1 document"]),
    ],
)
def test_searches_are_told(retrieved: Retrieved, lines: list[str]) -> None:
    turn = Turn("t", phase=Phase.DONE, retrieved=retrieved, blocks=(Block(text=Pieces.of("x")),))
    card = laid_out(turn)
    assert texts(card_lines(card))[1 : len(lines) + 1] == lines
    assert texts(card_lines(card))[len(lines) + 1] == "x"
    (part,) = [part for part in card.parts if part.key == "searches"]
    assert part.copy.split("\n") == [text for text, _ in told(retrieved)]


def test_trouble_stands_out() -> None:
    assert [style for _, style in told(Retrieved(("tides",), (FOUND, NONE)))] == ["dim", "warning"]


def test_documents_alone_are_no_search() -> None:
    card = laid_out(Turn("t", phase=Phase.DONE))
    assert not [part for part in card.parts if part.key == "searches"]


@pytest.mark.parametrize("name", ["rag_connectors", "connector_error", "tool_call", "documents"])
def test_an_answer_that_grows_looks_as_one_that_was_kept(name: str) -> None:
    turn = Turn("t")
    card = laid_out(turn)
    for data in data_of(FIXTURES / "streams" / f"v1_chat.{name}.ndjson"):
        turn = turn.apply(read_event_v1(data), 1.0)
        card.grow(turn)
        assert texts(card_lines(card)) == texts(card_lines(laid_out(turn, PAGE)))

"""Lines on rows: as many as are painted, none too wide, nothing of a line left out."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cohere_tui.state.json_document import Document, document_of
from cohere_tui.state.json_folds import Folds
from cohere_tui.widgets.detail.json_rows import (
    LONGEST,
    Layout,
    Measured,
    drawn,
    height,
    pieces,
    row_of,
)
from tests.models.junk import JSON_VALUES

TEXTS = st.builds(
    lambda indent, text: " " * indent + text,
    st.integers(0, 30),
    st.text("ab 漢字é🏴\u0301", max_size=120),
)


def laid(value: Any, room: int, *, folds: Folds | None = None, wrapped: bool = True) -> Layout:
    measured = Measured.of(document_of(value), room, "…")
    return Layout.of(measured, folds or Folds(), wrapped=wrapped)


def folded_at_random(value: Any, data: st.DataObject) -> tuple[Document, Folds]:
    document = document_of(value)
    paths = [document.path(line) for line in document.counts]
    turned = data.draw(st.sets(st.sampled_from(paths))) if paths else set()
    return document, Folds(data.draw(st.booleans()), frozenset(turned))


@given(TEXTS, st.integers(8, 60))
def test_pieces_are_the_text_and_fit(text: str, room: int) -> None:
    found = pieces(text, room)
    assert height(text, room) == len(found)
    assert "".join(text[one.start : one.end] for one in found) == text
    for nth, one in enumerate(found):
        assert one.hang + cell_len(text[one.start : one.end]) <= room
        assert bool(one.hang) == bool(nth)
        assert all(row_of(text, room, letter) == nth for letter in range(one.start, one.end))


@given(JSON_VALUES, st.integers(8, 40), st.booleans(), st.data())
def test_every_row_has_its_line(value: Any, room: int, wrapped: bool, data: st.DataObject) -> None:
    document, folds = folded_at_random(value, data)
    layout = Layout.of(Measured.of(document, room, "…"), folds, wrapped=wrapped)
    rows = [layout.at(row) for row in range(layout.height)]
    texts = {
        line: drawn(document, line, "…", folded=line in layout.folded).text for line in layout.shown
    }
    expected = [
        (line, nth)
        for line, text in texts.items()
        for nth in range(len(pieces(text, room)) if wrapped else 1)
    ]
    assert rows == expected
    assert layout.width == max(cell_len(text) for text in texts.values())
    for line in layout.shown:
        assert [layout.at(row)[0] for row in layout.rows(line)] == [line] * len(layout.rows(line))


def test_what_is_folded_is_counted_and_has_no_comma() -> None:
    document = document_of({"usage": {"a": 1, "b": 2}, "list": [[1]], "end": 0})
    folded = [drawn(document, line, "~", folded=True).text for line in document.counts]
    assert folded == [
        "{~} 3 keys", '  "usage": {~} 2 keys', '  "list": [~] 1 item', "    [~] 1 item"
    ]  # fmt: skip


def test_of_an_endless_line_the_beginning_is_drawn() -> None:
    document = document_of(["x" * 50_000, {"y" * 50_000: [1]}])
    text = drawn(document, 1, "…").text
    assert text == " " * 2 + '"' + "x" * (LONGEST - 3) + "… 48,005 more characters"
    folded = drawn(document, 3, "…", folded=True).text
    assert len(folded) < LONGEST + 60
    assert folded.endswith("[…] 1 item")
    assert laid(["x" * 50_000], 40).height < 70


def test_nothing_takes_no_rows() -> None:
    layout = Layout.of(Measured(), Folds(), wrapped=True)
    assert (layout.height, layout.width, list(layout.shown)) == (0, 0, [])

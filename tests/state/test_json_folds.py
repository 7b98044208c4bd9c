"""Folding: what is shown, what stands for what is not, and that all of it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.json_document import Document, document_of
from cohere_tui.state.json_folds import Folds, how_many
from tests.models.junk import JSON_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

VALUE = {"id": "a-1", "sizes": [10, {"unit": "cm"}], "more": {"b": [1], "c": 2}}


def paths(document: Document) -> list[Any]:
    return [document.path(line) for line in document.counts]


def shown(value: Any, folds: Folds) -> list[str]:
    document = document_of(value)
    return [document.lines[line].strip() for line in folds.shown(document).lines]


@st.composite
def folded_values(draw: Callable[[Any], Any]) -> tuple[Document, Folds]:
    """A value, and some of it folded."""
    document = document_of(draw(JSON_VALUES))
    some = draw(st.sets(st.sampled_from(paths(document)))) if document.counts else set()
    return document, Folds(draw(st.booleans()), frozenset(some))


def test_one_is_folded_with_all_that_is_in_it() -> None:
    folds = Folds().toggled(("more", "b")).toggled(("more",))
    assert shown(VALUE, folds)[-3:] == ["],", '"more": {', "}"]
    assert shown(VALUE, folds.toggled(("more",)))[-5:] == [
        '"more": {', '"b": [', '"c": 2', "}", "}"
    ]  # fmt: skip
    assert shown(VALUE, Folds().toggled(())) == ["{"]


def test_all_below_the_top_level_is_folded_and_unfolded() -> None:
    folds = Folds().toggled(("more",)).all_toggled()
    assert shown(VALUE, folds) == ["{", '"id": "a-1",', '"sizes": [', '"more": {', "}"]
    opened = folds.toggled(("sizes",))
    assert shown(VALUE, opened)[2:6] == ['"sizes": [', "10,", "{", "],"]
    assert opened.all_toggled() == folds
    assert folds.all_toggled() == Folds()


def test_what_comes_later_is_folded_where_all_is() -> None:
    folds = Folds().all_toggled()
    assert shown({**VALUE, "new": [1]}, folds)[-2:] == ['"new": [', "}"]


def test_how_much_is_folded_is_told() -> None:
    document = document_of({"a": {"b": 1}, "c": list(range(1_200))})
    assert [how_many(document, line) for line in document.counts] == [
        "2 keys", "1 key", "1,200 items"
    ]  # fmt: skip


@given(JSON_VALUES, st.data())
def test_what_is_folded_and_unfolded_is_as_it_was(value: Any, data: st.DataObject) -> None:
    document = document_of(value)
    if not document.counts:
        return
    folds, turned = Folds(), data.draw(st.lists(st.sampled_from(paths(document))))
    for path in (*turned, *turned):
        folds = folds.toggled(path)
    assert folds == Folds()
    assert folds.shown(document) == (list(range(len(document.lines))), [])


@given(folded_values())
def test_a_line_is_shown_unless_something_around_it_is_folded(made: tuple[Document, Folds]) -> None:
    document, folds = made
    lines, folded = folds.shown(document)
    for line in range(len(document.lines)):
        path = document.path(line)
        opens = line in document.counts
        around = [path[:end] for end in range(len(path) + (document.closes(line)))]
        hidden = any(folds.has(one) for one in around)
        assert (line in lines) == (not hidden)
        assert (line in folded) == (opens and not hidden and folds.has(path))


@given(folded_values())
def test_every_line_is_stood_for_and_can_be_opened(made: tuple[Document, Folds]) -> None:
    document, folds = made
    lines, folded = folds.shown(document)
    for line in range(len(document.lines)):
        stands = folds.seen_as(document, line)
        assert stands in lines
        assert stands == line or (stands in folded and stands < line <= document.mates[stands])
        opened = folds.opened_to(document, line)
        assert line in opened.shown(document).lines
        assert opened.seen_as(document, line) == line
        assert (opened == folds) == (stands == line)
        assert set(lines) <= set(opened.shown(document).lines)

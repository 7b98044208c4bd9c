"""Texts with images, as they stand in a field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.playground.mixtures import Mixture, numbered_mixtures, written

TEXTS = st.text(max_size=12) | st.sampled_from(('"', ' @a"', "a @b", '"a"', "x\ny", "@", " "))


def read(value: str) -> list[Mixture]:
    return [one for _, one in numbered_mixtures(value)]


@pytest.mark.parametrize(
    ("line", "text", "images"),
    [
        ("only a text", "only a text", ()),
        ("the wheel @~/mill/wheel.png", "the wheel", ("~/mill/wheel.png",)),
        ("@a.png", "", ("a.png",)),
        ("  @a.png @b c.png ", "", ("a.png", "b c.png")),
        ("of two @/my pictures/a b.png @/c.png", "of two", ("/my pictures/a b.png", "/c.png")),
        ("mill@carew.uk", "mill@carew.uk", ()),
        ("an @ alone", "an @ alone", ()),
        ('"ask @carew"', "ask @carew", ()),
        ('"two\\nlines" @a.png', "two\nlines", ("a.png",)),
        ('"said" she @a.png', '"said" she', ("a.png",)),
        ('@"a @b.png" @c.png', "", ("a @b.png", "c.png")),
        ('@"a" b.png', "", ('"a" b.png',)),
        ('"open', '"open', ()),
    ],
)
def test_a_line_is_a_text_and_its_images(line: str, text: str, images: tuple[str, ...]) -> None:
    assert read(line) == [Mixture(text, images)]


def test_empty_lines_are_none_and_count_as_lines() -> None:
    assert [number for number, _ in numbered_mixtures("\na\n  \n@b.png\n")] == [2, 4]


def test_they_are_called_by_text_and_names() -> None:
    assert (
        Mixture("the wheel", ("~/mill/wheel.png", "b.png")).label == "the wheel @wheel.png @b.png"
    )
    assert Mixture(images=("/a/b.png",)).label == "@b.png"


@given(st.lists(st.builds(Mixture, TEXTS, st.lists(TEXTS, max_size=3).map(tuple)), max_size=4))
def test_what_is_written_is_read_back(mixtures: list[Mixture]) -> None:
    there = [one for one in mixtures if all(path.strip() for path in one.images)]
    blank = [Mixture(one.text if one.text.strip() else "", one.images) for one in there]
    assert read(written(there)) == blank

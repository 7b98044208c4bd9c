"""What is said of a page, and of a recording."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.page import texts_in, told
from cohere_tui.sandbox.answers.pictures import Picture
from cohere_tui.sandbox.answers.recording import wav_seconds
from tests.pictures import png, with_texts
from tests.recordings import wav

PAGE = with_texts(png(40, 30), Title="Tides", Comment="high at six")


def test_texts_beside_the_pixels() -> None:
    assert list(texts_in(PAGE)) == [("Title", "Tides"), ("Comment", "high at six")]
    long = b"iTXt", b"Author\0\0\0en\0Autorin\0" + "Zoë".encode()
    packed = b"iTXt", b"Note\0\1\0\0\0" + b"\x78\x9c"
    chunks = b"".join(
        struct.pack(">I", len(body)) + kind + body + b"\0\0\0\0" for kind, body in (long, packed)
    )
    assert list(texts_in(png(1, 1)[:33] + chunks)) == [("Author", "Zoë")]
    assert list(texts_in(b"GIF89a" + PAGE)) == []


@settings(max_examples=50)
@given(st.integers(0, len(PAGE)), st.binary(max_size=40))
def test_no_bytes_break_it(cut: int, rest: bytes) -> None:
    assert len(list(texts_in(PAGE[:cut] + rest))) <= 12


def test_a_page_in_words() -> None:
    page = told(Picture("png", 40, 30, 24), PAGE, as_blocks=False).page
    image = page["markdown"]["images"][0]
    assert page["markdown"]["content"] == (
        "![A PNG image, 40 x 30 pixels; the sandbox does not read what is on it](img-0)\n\n"
        "Title: Tides\n\nComment: high at six"
    )
    assert image["bounding_box"]["bottom_right_x"] == 40
    blocks = told(Picture("webp"), b"", as_blocks=True).page["blocks"]
    assert [block["type"] for block in blocks] == ["image"]
    assert blocks[0]["image"]["description"].startswith("A WebP image; the sandbox does not")


def test_what_is_too_long_is_cut() -> None:
    long = with_texts(png(1, 1), Title="one two " * 10_000, Comment="never")
    page = told(Picture("png", 1, 1, 24), long, as_blocks=True)
    assert page.cut
    assert [block["type"] for block in page.page["blocks"]] == ["image", "text"]
    assert not told(Picture("png", 1, 1, 24), PAGE, as_blocks=True).cut


@pytest.mark.parametrize(("seconds", "rate"), [(0.5, 8_000), (2.0, 44_100)])
def test_the_length_of_a_recording(seconds: float, rate: int) -> None:
    file = wav(seconds, rate)
    assert wav_seconds(file[:100], len(file)) == pytest.approx(seconds)
    endless = file[:40] + b"\xff\xff\xff\xff" + file[44:]
    assert wav_seconds(endless, len(endless)) == pytest.approx(seconds)


@given(st.integers(0, 60), st.binary(max_size=60))
def test_a_header_that_does_not_tell(cut: int, rest: bytes) -> None:
    head = wav(0.1)[:cut] + rest
    seconds = wav_seconds(head, len(head))
    assert seconds is None or seconds >= 0

"""What a picture says about itself."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.pictures import Picture, look
from tests.pictures import gif, jpeg, png, webp

KNOWN = {
    "png": (png(40, 30), Picture("png", 40, 30, 24)),
    "jpeg": (jpeg(640, 480), Picture("jpeg", 640, 480, 24)),
    "gif": (gif(20, 10), Picture("gif", 20, 10, 8)),
    "webp": (webp("VP8 ", 300, 200), Picture("webp", 300, 200, 24)),
    "webp lossless": (webp("VP8L", 300, 200), Picture("webp", 300, 200, 24)),
    "webp extended": (webp("VP8X", 70_000, 200), Picture("webp", 70_000, 200, 32)),
}


@pytest.mark.parametrize("name", KNOWN)
def test_format_and_size_are_read(name: str) -> None:
    data, picture = KNOWN[name]
    assert look(data) == picture


@pytest.mark.parametrize("name", KNOWN)
def test_one_that_breaks_off_keeps_its_format(name: str) -> None:
    data, picture = KNOWN[name]
    assert look(data[:12] if name.startswith("webp") else data[:8]) == Picture(picture.format)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"RIFF\0\0\0\0WAVE"])
def test_what_is_none_is_none(data: bytes) -> None:
    assert look(data) is None


@settings(max_examples=50)
@given(
    start=st.sampled_from([data for data, _ in KNOWN.values()]),
    cut=st.integers(2, 30),
    rest=st.binary(max_size=60),
)
def test_no_bytes_break_it(start: bytes, cut: int, rest: bytes) -> None:
    seen = look(start[:cut] + rest)
    assert seen is None or seen.tokens >= 256


def test_large_pictures_cost_more_tokens() -> None:
    assert Picture("jpeg", 400, 300).tokens == 512
    assert Picture("jpeg", 1024, 513).tokens == 256 * 5

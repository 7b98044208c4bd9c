"""Images in files: what they are is told by their bytes, and what cannot be sent is refused."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.services.files.images import check_image, image_in, kind_of
from tests.pictures import png

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_kinds_are_told_by_the_first_bytes() -> None:
    assert kind_of(png()) == "png"
    assert kind_of(b"\xff\xd8\xff\xe0") == "jpeg"
    assert kind_of(b"GIF89a") == "gif"
    assert kind_of(b"RIFF\0\0\0\0WEBPVP8 ") == "webp"
    assert kind_of(b"RIFF\0\0\0\0WAVE") == ""
    assert kind_of(b"") == ""


def test_an_image_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "wheel.jpg"  # the name does not matter
    path.write_bytes(png())
    head, _, data = image_in(path, 10**6).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data) == png()


@pytest.mark.parametrize("read", [check_image, image_in])
def test_what_cannot_be_sent_is_refused(read: Callable[[Path, int], str], tmp_path: Path) -> None:
    path = tmp_path / "wheel.png"
    with pytest.raises(FileUnusable, match="cannot be read"):
        read(path, 10**6)
    path.write_text("no image")
    with pytest.raises(FileUnusable, match="not an image"):
        read(path, 10**6)
    path.write_bytes(png() + bytes(2_000_000))
    with pytest.raises(FileUnusable, match="up to 1 MB"):
        read(path, 10**6)

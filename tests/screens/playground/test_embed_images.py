"""Images that are named in the form of Embed: looked at once, and again when they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.screens.playground.embed_images import read_images, requests_for, wrong_image
from tests.pictures import png

if TYPE_CHECKING:
    from pathlib import Path


def test_files_are_not_looked_at_with_every_key(tmp_path: Path) -> None:
    image = tmp_path / "wheel.png"
    values = {"model": "embed-v4.0", "source": "images", "images": str(image)}
    assert "cannot be read" in wrong_image(values)
    # What is wrong is looked at again: a person mends it, and the form says so.
    image.write_bytes(png())
    assert wrong_image(values) == ""
    image.unlink()
    assert wrong_image(values) == ""
    assert requests_for(values) == 1
    # What is sent is read, and then it is seen.
    with pytest.raises(RequestInvalid, match=r"line 1: .* cannot be read"):
        read_images(values)
    assert "cannot be read" in wrong_image(values)

"""A file as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.services.files.whole_text import whole_text

if TYPE_CHECKING:
    from pathlib import Path


def test_every_blank_and_every_line_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf a  b\r\n\n\n\tH\xc3\xa4fen \n")
    assert whole_text(file, 100) == " a  b\r\n\n\n\tHäfen \n"


def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("a\nb\nHäfen".encode("latin-1"))
    with pytest.raises(FileUnusable, match="line 3"):
        whole_text(file, 100)
    with pytest.raises(FileUnusable, match="more than 4 B"):
        whole_text(file, 4)
    with pytest.raises(FileUnusable, match="cannot be read"):
        whole_text(tmp_path / "none.txt", 4)

"""The person's editor: real programs that edit, fail, vanish and write nonsense."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import TerminalError
from cohere_tui.terminal.editor import edit, editor
from cohere_tui.terminal.foreground import run_in_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files for the editor are made; to be found empty afterwards."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(directory))
    return directory


def script(directory: Path, lines: str) -> dict[str, str]:
    """An environment whose editor is a shell script; its last argument is the file."""
    tool = directory / "my editor"
    tool.write_text(f"#!/bin/sh\nfor file; do :; done\n{lines}\n")
    tool.chmod(0o755)
    return {"EDITOR": f"'{tool}' --flag", "PATH": os.environ["PATH"]}


def test_what_is_saved_comes_back(tmp_path: Path, temporary: Path) -> None:
    environ = script(tmp_path, 'test "$1" = --flag && echo " edited" >> "$file"; touch "$file~"')
    assert edit("grün", environ, run_in_terminal) == "grün edited"
    assert list(temporary.iterdir()) == []


def test_what_is_not_touched_stays_as_it_is(tmp_path: Path) -> None:
    for text in ("", "a", "a\n", "a\n\n", "\n"):
        assert edit(text, script(tmp_path, "true"), run_in_terminal) == text


def test_a_line_end_the_person_made_stays(tmp_path: Path) -> None:
    environ = script(tmp_path, "printf 'b\\r\\nc\\n' >> \"$file\"")
    assert edit("a\n", environ, run_in_terminal) == "a\nb\nc\n"


def test_five_megabytes_come_back(tmp_path: Path) -> None:
    text = "wörter " * 700_000
    assert edit(text, script(tmp_path, "true"), run_in_terminal) == text


def test_the_file_is_private_and_markdown(tmp_path: Path) -> None:
    seen: list[tuple[int, str]] = []

    def run(words: Sequence[str]) -> int:
        file = Path(words[-1])
        seen.append((stat.S_IMODE(file.stat().st_mode), file.suffix))
        return 0

    edit("x", {"EDITOR": "any"}, run)
    assert seen == [(0o600, ".md")]


def test_a_failing_editor_keeps_the_text_and_says_so(tmp_path: Path, temporary: Path) -> None:
    with pytest.raises(TerminalError, match="ended with 3") as caught:
        edit("mine", script(tmp_path, "exit 3"), run_in_terminal)
    assert caught.value.kept == "Your text is as it was."
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ('echo "long work" > "$file"; exit 1', "ended with 1"),
        ('echo "long work" > "$file"; kill -9 $$', "ended with -9"),
        ('printf "long work\\377" > "$file"', "not UTF-8"),
    ],
)
def test_words_saved_before_a_failure_are_not_thrown_away(
    tmp_path: Path, temporary: Path, lines: str, what: str
) -> None:
    with pytest.raises(TerminalError, match=what) as caught:
        edit("mine", script(tmp_path, lines), run_in_terminal)
    (file,) = temporary.glob("*/text.md")
    assert file.read_bytes().startswith(b"long work")
    assert str(file) in caught.value.kept


def test_a_removed_file_keeps_the_text(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="removed the file"):
        edit("mine", script(tmp_path, 'rm "$file"'), run_in_terminal)


def test_a_missing_editor_says_what_to_set(temporary: Path) -> None:
    with pytest.raises(TerminalError, match="no-such-editor: No such file") as caught:
        edit("mine", {"EDITOR": "no-such-editor"}, run_in_terminal)
    assert "EDITOR" in caught.value.remedy
    assert list(temporary.iterdir()) == []


def test_no_place_for_the_file_is_told(temporary: Path) -> None:
    temporary.rmdir()
    with pytest.raises(TerminalError, match="No file can be made"):
        edit("mine", {"EDITOR": "true"}, run_in_terminal)


def test_visual_comes_before_editor() -> None:
    assert editor({"VISUAL": "vis -x", "EDITOR": "ed"}) == ("vis", "-x")
    assert editor({"VISUAL": " ", "EDITOR": "ed"}) == ("ed",)


def test_an_open_quote_is_told() -> None:
    with pytest.raises(TerminalError, match=r"\$EDITOR has an open quote"):
        editor({"EDITOR": "vi 'x"})


def test_unset_finds_one_that_is_there_or_says_so(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="No editor is set") as caught:
        editor({"PATH": str(tmp_path)})
    assert "export EDITOR=" in caught.value.remedy
    for name in ("vi", "nano"):
        (tmp_path / name).touch(mode=0o755)
        assert editor({"PATH": str(tmp_path)}) == (name,)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("code", ("code", "--wait")),
        ("/usr/bin/code -n", ("/usr/bin/code", "-n", "--wait")),
        ("code -w", ("code", "-w")),
        ("subl --wait", ("subl", "--wait")),
        ("vim", ("vim",)),
    ],
)
def test_an_editor_that_would_return_at_once_is_asked_to_wait(
    line: str, words: tuple[str, ...]
) -> None:
    assert editor({"EDITOR": line}) == words

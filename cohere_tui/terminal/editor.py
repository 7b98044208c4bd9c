"""A text in the person's own editor and back, with nothing lost on the way."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.errors import TerminalError
from cohere_tui.plain import one_line
from cohere_tui.terminal.foreground import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

VARIABLES = ("VISUAL", "EDITOR")
FALLBACKS = ("nano", "vim", "vi", "notepad.exe")
_SELF_DETACHING = frozenset({"code", "code-insiders", "codium", "cursor", "subl", "zed"})
_KEPT = "Your text is as it was."
_REMEDY = "Set EDITOR to the editor you like, for example: export EDITOR=nano"


def edit(
    text: str,
    environ: Mapping[str, str],
    run: Callable[[Sequence[str]], int],
    *,
    ending: str = "md",
) -> str:
    """`text` as the person leaves it in $VISUAL or $EDITOR, which goes by the `ending` of its file.

    `run` starts the command (words, the file last), waits, and returns its exit code; it gives the
    terminal away meanwhile, and may raise OSError: `run_in_terminal` does.
    The file is private and gone afterwards, unless it holds words that would otherwise be lost:
    then the TerminalError says where it is.
    """
    command = editor(environ)
    name = one_line(command[0], 60)
    before = text.encode("utf-8", "replace")
    directory = _directory()
    file = directory / f"text.{ending}"
    unsaved = False
    try:
        _create(file, before)
        code = _run(command, file, run)
        after = file.read_bytes() if file.exists() else None
        unsaved = after not in (None, before)
        edited = _result(text, after, code, name)
        unsaved = False
    except TerminalError as error:
        if not unsaved:
            raise
        raise TerminalError(error.what, kept=f"{_KEPT} What you saved is in {file}") from None
    except OSError as error:
        raise _no_file(error) from None
    finally:
        if not unsaved:
            shutil.rmtree(directory, ignore_errors=True)
    return edited


def editor(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The words of the editor's command. TerminalError when none is set and none is found."""
    words = chosen(environ, VARIABLES, FALLBACKS, kept=_KEPT, remedy=_REMEDY)
    if not words:
        raise TerminalError("No editor is set, and none was found.", kept=_KEPT, remedy=_REMEDY)
    return _waiting(words)


def _waiting(words: Sequence[str]) -> tuple[str, ...]:
    """An editor that returns at once is asked to wait: the file would be gone too early."""
    detaches = Path(words[0]).name in _SELF_DETACHING
    asked = {"-w", "--wait"} & set(words)
    return (*words, "--wait") if detaches and not asked else tuple(words)


def _directory() -> Path:
    try:
        # A directory of its own, because editors leave their files beside the one they edit.
        return Path(tempfile.mkdtemp(prefix="cohere-tui-"))
    except OSError as error:
        raise _no_file(error) from None


def _no_file(error: OSError) -> TerminalError:
    return TerminalError(
        f"No file can be made for the editor: {error.strerror}.",
        kept=_KEPT,
        remedy="Free some space, or set TMPDIR.",
    )


def _create(file: Path, data: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)


def _run(command: Sequence[str], file: Path, run: Callable[[Sequence[str]], int]) -> int:
    try:
        return run((*command, str(file)))
    except OSError as error:
        name, why = one_line(command[0], 60), error.strerror or "it cannot be started"
        raise TerminalError(f"{name}: {why}.", kept=_KEPT, remedy=_REMEDY) from None


def _result(text: str, after: bytes | None, code: int, name: str) -> str:
    if code != 0:
        raise TerminalError(f"{name} ended with {code}.", kept=_KEPT)
    if after is None:
        raise TerminalError(f"{name} removed the file.", kept=_KEPT)
    try:
        edited = after.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TerminalError(f"{name} saved something that is not UTF-8.", kept=_KEPT) from None
    # Editors end the last line; the person did not type that.
    return edited if text.endswith("\n") else edited.removesuffix("\n")

"""Where a file of ours is written: its format, its path, and whether it may replace another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.state.form import Faults, Field, Kind, Option, Values

if TYPE_CHECKING:
    from collections.abc import Callable


def path_in(values: Values) -> Path:
    """The path that is written, with `~` as what it stands for."""
    return Path(values["path"]).expanduser()


def faults_of(values: Values) -> Faults:
    """Why it cannot be written there, as far as that can be seen beforehand."""
    if not values["path"]:
        return {"path": "say where to"}
    try:
        wrong = _wrong_with(path_in(values), replace=bool(values.get("replace")))
    except (OSError, RuntimeError, ValueError) as error:
        wrong = f"cannot be used: {error}"
    return {"path": wrong} if wrong else {}


def _wrong_with(path: Path, *, replace: bool) -> str:
    if path.is_dir():
        return "is a folder: add the name of a file"
    if not path.parent.is_dir():
        return f"there is no folder {short(path.parent)}"
    if path.exists() and not replace:
        return "is there already: choose another name, or say that it may be replaced"
    return ""


def target_fields(name: str, formats: tuple[Option, ...]) -> tuple[Field, ...]:
    """Format, path and leave to replace; values of `formats` are endings of files."""
    return (
        Field("form", "Format", Kind.CHOICE, formats[0].value, options=formats),
        Field("path", "File", Kind.PATH, short(_suggested(name, formats[0].value))),
        Field("replace", "Replace it", Kind.TOGGLE, shown=_is_there),
    )


def ending_follows(formats: tuple[Option, ...]) -> Callable[[str, Values], Values]:
    """The ending of the name and the format follow each other; for `Form(adapt=)`."""
    endings = [option.value for option in formats]

    def adapted(changed: str, values: Values) -> Values:
        stem, dot, ending = values["path"].rpartition(".")
        if not dot or ending.lower() not in endings:
            return {}
        if changed == "form":
            return {"path": f"{stem}.{values['form']}"}
        return {"form": ending.lower()} if changed == "path" else {}

    return adapted


def short(path: Path) -> str:
    """With `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):
        return str(path)


def _suggested(name: str, ending: str) -> Path:
    """In the folder where the app was started; what no file is called is left out."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name[:80])
    return Path.cwd() / f"{kept.strip('.-') or 'cohere'}.{ending}"


def _is_there(values: Values) -> bool:
    try:
        return path_in(values).is_file()
    except (OSError, RuntimeError, ValueError):
        return False

"""Downloading a dataset into a file: where to, as what, and how far it is. For every screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from cohere_tui.plain import one_line
from cohere_tui.state.downloading import Download, DownloadStage
from cohere_tui.state.form import Faults, Field, Kind, Option, Values
from cohere_tui.state.naming import count
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.progress import UnderWay, watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from cohere_tui.services.datasets import DatasetService

Format = Literal["jsonl", "csv", "avro"]

_FORMATS: Final = (Option("jsonl", "JSONL"), Option("csv", "CSV"), Option("avro", "Avro"))
_LOSS: Final = "Nothing of it is kept."


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it."""

    path: Path
    rows: int

    @property
    def told(self) -> str:
        """A sentence for a person."""
        return f"{count(self.rows, 'row')} in {_short(self.path)}"


async def download(
    app: App[Any], datasets: DatasetService, dataset_id: str, name: str
) -> Saved | None:
    """Ask where to, write the rows of a dataset there, and say so; None when it was left.

    `name` is what the file is called if nobody says otherwise; its ending follows the format. When
    it fails, or is stopped, the form is there again, with everything in it. Runs in a worker.
    """

    async def send(values: Values) -> Saved:
        path, form = path_in(values), cast("Format", values["form"])

        async def run(show: Callable[[UnderWay], None]) -> int:
            def on(state: Download) -> None:
                show(_under_way(state))

            replace = bool(values.get("replace"))
            return await datasets.download(dataset_id, path, form, on, replace=replace)

        title = f"Downloading {one_line(name, 60)}"
        return Saved(path, await watched(app, title, run, loss=_LOSS))

    form = Form(
        f"Download {one_line(name, 60)}",
        _fields(name),
        check=faults_of,
        send=send,
        verb="Download",
        note="" if name == dataset_id else f"The dataset {one_line(dataset_id, 80)}",
        adapt=_adapted,
    )
    saved: Saved | None = await app.push_screen_wait(form)
    if saved is not None:
        app.notify(saved.told, timeout=8)
    return saved


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
        return f"there is no folder {_short(path.parent)}"
    if path.exists() and not replace:
        return "is there already: choose another name, or say that it may be replaced"
    return ""


def _fields(name: str) -> tuple[Field, ...]:
    return (
        Field("form", "Format", Kind.CHOICE, "jsonl", options=_FORMATS),
        Field("path", "File", Kind.PATH, _short(_suggested(name))),
        Field("replace", "Replace it", Kind.TOGGLE, shown=_is_there),
    )


def _suggested(name: str) -> Path:
    """In the folder where the app was started; what no file is called is left out."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name[:80])
    return Path.cwd() / f"{kept.strip('.-') or 'dataset'}.jsonl"


def _adapted(changed: str, values: Values) -> Values:
    """The ending of the name and the format follow each other."""
    endings = [option.value for option in _FORMATS]
    stem, dot, ending = values["path"].rpartition(".")
    if not dot or ending.lower() not in endings:
        return {}
    if changed == "form":
        return {"path": f"{stem}.{values['form']}"}
    return {"form": ending.lower()} if changed == "path" else {}


def _is_there(values: Values) -> bool:
    try:
        return path_in(values).is_file()
    except (OSError, RuntimeError, ValueError):
        return False


def _short(path: Path) -> str:
    """With `~` for the home folder."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (RuntimeError, ValueError):
        return str(path)


def _under_way(state: Download) -> UnderWay:
    of = f" part {state.part} of {state.parts}" if state.parts > 1 else ""
    rows = f", {count(state.rows, 'row')}" if state.stage is DownloadStage.WRITING else ""
    return UnderWay(f"{state.stage.value}{of}{rows}", state.pace)

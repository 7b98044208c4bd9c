"""Downloading a dataset into a file: where to, as what, and how far it is. For every screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from cohere_tui.plain import one_line
from cohere_tui.screens.target import ending_follows, faults_of, path_in, short, target_fields
from cohere_tui.state.downloading import Download, DownloadStage
from cohere_tui.state.form import Option, Values
from cohere_tui.state.naming import count
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.progress import UnderWay, watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        return f"{count(self.rows, 'row')} in {short(self.path)}"


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
        target_fields(name, _FORMATS),
        check=faults_of,
        send=send,
        verb="Download",
        note="" if name == dataset_id else f"The dataset {one_line(dataset_id, 80)}",
        adapt=ending_follows(_FORMATS),
    )
    saved: Saved | None = await app.push_screen_wait(form)
    if saved is not None:
        app.notify(saved.told, timeout=8)
    return saved


def _under_way(state: Download) -> UnderWay:
    of = f" part {state.part} of {state.parts}" if state.parts > 1 else ""
    rows = f", {count(state.rows, 'row')}" if state.stage is DownloadStage.WRITING else ""
    return UnderWay(f"{state.stage.value}{of}{rows}", state.pace)

"""A playground that is given one file, and answers with a text to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on, work

from cohere_tui.errors import RequestInvalid
from cohere_tui.screens.opening_links import open_link
from cohere_tui.screens.playground.panel import Panel
from cohere_tui.screens.target import short
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.widgets.log.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cohere_tui.services.samples.files import Sample
    from cohere_tui.state.form import Values

Answer = TypeVar("Answer")

FILE = "file"
"""The name of the field."""


class FilePanel(Panel[Answer]):
    """Knows the file, and what is wrong with it, before any of it is sent."""

    SAMPLE: ClassVar[Sample]
    """The file of the example; it is made when it is run."""
    MODELS: ClassVar[tuple[str, ...]] = ()
    """The models that the API describes: its list of models does not name this endpoint."""

    def file_field(self, hint: str) -> Field:
        """The field for the file, the sample in it."""
        return Field(FILE, "File", Kind.PATH, short(self.SAMPLE.path), hint=hint)

    def path_of(self, values: Values) -> Path:
        """Where the file is."""
        return Path(values[FILE]).expanduser()

    def fits(self, path: Path, size: int) -> None:
        """Raise `RequestInvalid` for a file that the API does not take."""
        raise NotImplementedError

    def file_fault(self, values: Values) -> str:
        """What is wrong with the file, as far as its name and its size tell; else empty."""
        if not values[FILE]:
            return "say which file"
        try:
            path = self.path_of(values)
            if path == self.SAMPLE.path and not path.exists():
                return ""
            if path.is_dir():
                return "is a folder, not a file"
            self.fits(path, path.stat().st_size)
        except FileNotFoundError:
            return "there is no such file"
        except RequestInvalid as error:
            return error.what.removeprefix(f"{FILE}: ")
        except (OSError, RuntimeError, ValueError) as error:
            return f"cannot be read: {getattr(error, 'strerror', '') or error}"
        return ""

    async def _models(self, _: Values) -> Sequence[Option]:
        """The models that the API describes, and those whose names or endpoints say so."""
        offered = await self.services.models.offered("")
        found = [one.name for one in offered if self.NAME in (*one.endpoints, *_words(one.name))]
        return [Option(name, name) for name in dict.fromkeys((*self.MODELS, *found))]

    @on(Reader.CopyAsked)
    def _copy_text(self, asked: Reader.CopyAsked) -> None:
        asked.stop()
        if asked.text:
            self.app.copy_to_clipboard(asked.text)
        else:
            self.app.notify("There is no text here.")

    @on(Reader.LinksAsked)
    @work
    async def _follow_link(self, asked: Reader.LinksAsked) -> None:
        asked.stop()
        await open_link(self.app, asked.urls)


def _words(name: str) -> Iterable[str]:
    return name.lower().split("-")

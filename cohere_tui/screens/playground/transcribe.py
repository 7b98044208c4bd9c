"""The playground of Transcribe: a recording, and what is said in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, ClassVar, Final

from cohere_tui.models.transcribe import LANGUAGES, TranscribeRequest, Transcript, audio_type
from cohere_tui.plain import plain
from cohere_tui.screens.playground.bounds import allowed
from cohere_tui.screens.playground.file_panel import FILE, FilePanel
from cohere_tui.screens.saving import Format
from cohere_tui.services.samples.files import RECORDING
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.pace import Pace
from cohere_tui.state.playground.run import Outcome
from cohere_tui.state.playground.transcripts import EMPTY, Heard, compared, sheet_of
from cohere_tui.state.sizes import size as size_told
from cohere_tui.widgets.playground.markdown_page import Chapter, MarkdownPage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.widget import Widget

    from cohere_tui.client.uploading import Sent
    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

_TEXT: Final = "Text"
_MODELS: Final = tuple(LANGUAGES)
_NAMES: Final = {
    "ar": "Arabic", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fr": "French", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


class TranscribePanel(FilePanel[Heard]):
    """Writes down what is said in a file."""

    NAME = "transcribe"
    TITLE = "Transcribe"
    INTRO = (
        "Writes down what is said in a recording of up to 25 MB: its text, without times and "
        "speakers.\n\nThe example is a recording that the app makes itself: three notes of a "
        "clock, no speech. F5 runs it. The sandbox does not listen: it tells what it was sent."
    )
    PAGES = (_TEXT,)
    BINDING_GROUP_TITLE = "Transcribe"
    SAMPLE = RECORDING
    MODELS: ClassVar[tuple[str, ...]] = _MODELS

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """File, model, language; the temperature is seldom wanted."""
        return (
            self.file_field("flac, mp3, mpeg, mpga, ogg or wav"),
            self.model_field(_MODELS[0]),
            Field("language", "Language", Kind.PICK, "en", load=_languages, free=True),
            Field(
                "temperature",
                "Temperature",
                hint=allowed(TranscribeRequest, "temperature", "0"),
                extra=True,
            ),
        )

    def check(self, values: Values) -> Faults:
        """What is wrong with the file, and with the rest."""
        faults = TranscribeRequest.faults(_wire(values))
        wrong = self.file_fault(values)
        return {**faults, FILE: wrong} if wrong else faults

    def fits(self, path: Path, size: int) -> None:
        """The name tells the type, which must be one that is taken."""
        audio_type(path.name, size)

    def adapt(self, changed: str, values: Values) -> Values:
        """Another model may not know the language: then it is one that it knows."""
        known = LANGUAGES.get(values["model"], ())
        if changed == "model" and known and values["language"] not in known:
            return {"language": known[0]}
        return {}

    def request(self, values: Values) -> Request:
        """The upload, its texts before the file."""
        request = TranscribeRequest.of(_wire(values))
        files = {FILE: str(self.path_of(values))}
        return Request("POST", "/v2/audio/transcriptions", files=files, form=request.fields())

    # --- asking

    async def ask(self, values: Values, way: Way[Heard]) -> Outcome[Heard]:
        """Send the file, and wait for the text."""
        request = TranscribeRequest.of(_wire(values))
        path = self.path_of(values)
        await RECORDING.provide(path)
        sent = 0

        def show(state: Sent) -> None:
            nonlocal sent
            sent = state.total
            way.say("Sending" if state.bytes < state.total else "Sent, waiting for the text")
            way.show_pace(way.pace.at(state.bytes, time.monotonic(), state.total))

        way.show_pace(Pace())
        transcript = await self.services.transcribe.transcribe(request, path, show=show)
        return Outcome(Heard(transcript, path.name, sent, request.language))

    def kept(self, answer: Heard) -> Any:
        """The answer, and of which file it is."""
        return {
            "file": answer.name,
            "bytes": answer.bytes,
            "language": answer.language,
            "transcript": _sent(answer.transcript),
        }

    def restored(self, values: Values, kept: Any) -> Heard:
        """The answer of what was kept."""
        del values
        try:
            transcript = Transcript.model_validate(kept["transcript"])
            return Heard(transcript, str(kept["file"]), int(kept["bytes"]), str(kept["language"]))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no transcript: {error!r}") from error

    def raw(self, run: Run[Heard]) -> Any:
        """The answer of the server."""
        return _sent(run.answer.transcript)

    # --- what came

    def make_page(self, name: str) -> Widget:
        """The text."""
        del name
        return MarkdownPage()

    async def fill_page(self, name: str, run: Run[Heard]) -> None:
        """Show the text."""
        page = self.answer.body(name)
        assert isinstance(page, MarkdownPage)
        text = run.answer.text
        page.show((Chapter("text", text, note="" if text.strip() else EMPTY),))

    def told_of(self, run: Run[Heard]) -> list[str]:
        """How long text and recording are."""
        answer = run.answer
        told = (answer.told, f"{size_told(answer.bytes)} sent", answer.transcript.warning)
        return [words for words in told if words]

    # --- as a file, and beside another

    def formats(self, run: Run[Heard]) -> tuple[Format, ...]:
        """As text, too."""
        text = Format("txt", "text", lambda: (plain(run.answer.text), "\n"))
        return (text, *super().formats(run))

    def sheet(self, run: Run[Heard]) -> Sheet:
        """One row."""
        return sheet_of(run.answer)

    def compare(self, before: Run[Heard], after: Run[Heard]) -> Comparison:
        """How much alike the texts are."""
        return compared(before.answer, after.answer)


def _wire(values: Values) -> dict[str, Any]:
    fields = {name: values.get(name, "") for name in ("model", "language", "temperature")}
    if not fields["temperature"]:
        del fields["temperature"]
    return fields


def _sent(transcript: Transcript) -> Any:
    return transcript.model_dump(mode="json", exclude_unset=True)


async def _languages(values: Values) -> Sequence[Option]:
    """The languages that the model knows; of a model that nobody described, all there are."""
    known = LANGUAGES.get(values["model"]) or tuple(_NAMES)
    return [Option(code, _NAMES.get(code, code), code) for code in known]

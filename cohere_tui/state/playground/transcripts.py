"""What was said in a recording, and what is known of the recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.likeness import likeness
from cohere_tui.state.playground.sheet import Sheet
from cohere_tui.state.playground.word_count import words_told
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from cohere_tui.models.transcribe import Transcript

EMPTY = "Nothing was heard: the answer has no text."


@dataclass(frozen=True, slots=True)
class Heard:
    """A transcript, and of what."""

    transcript: Transcript
    name: str
    """Of the file."""
    bytes: int
    """Of the file."""
    language: str

    @property
    def text(self) -> str:
        """What was said."""
        return self.transcript.text

    @property
    def told(self) -> str:
        """Its length, in words where the language has any."""
        return words_told(self.text, self.language)


def sheet_of(heard: Heard) -> Sheet:
    """One row."""
    columns = ("file", "bytes", "language", "text")
    return Sheet(columns, ((heard.name, heard.bytes, heard.language, heard.text),))


def compared(before: Heard, after: Heard) -> Comparison:
    """How long the texts are, and how much alike."""
    facts = (
        Fact("recording", f"{_recording(before)} → {_recording(after)}"),
        Fact("length", f"{before.told} → {after.told}"),
        Fact("alike", f"{likeness(before.text, after.text):.0%} of the words, in their order"),
    )
    return Comparison(facts, Sheet(("before", "after"), ((before.text, after.text),)))


def _recording(heard: Heard) -> str:
    return f"{heard.name}, {size(heard.bytes)}"

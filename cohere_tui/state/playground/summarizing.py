"""What is to be said about a summary: how long it is, and how a chat model is asked for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.facts import Fact
from cohere_tui.state.naming import count
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.state.form import Values

_LENGTHS: Final[Mapping[str, str]] = {
    "short": "of one or two sentences",
    "medium": "of three to five sentences",
    "long": "of six to ten sentences",
}
_POINTS: Final[Mapping[str, str]] = {
    "short": "of one or two points",
    "medium": "of three to five points",
    "long": "of six to ten points",
}
_FORMATS: Final[Mapping[str, str]] = {
    "paragraph": "as one paragraph",
    "bullets": "as a bulleted list",
}
_CLOSENESS: Final[Mapping[str, str]] = {
    "low": "in your own words",
    "medium": "keeping to the words of the text where they are good",
    "high": "made of sentences that stand in the text",
}


def prompt_for_chat(values: Values) -> str:
    """A prompt that asks a chat model for the summary that a form asks for."""
    bullets = values.get("format") == "bullets"
    length = (_POINTS if bullets else _LENGTHS).get(values.get("length", ""), "")
    form = _FORMATS.get(values.get("format", ""), "")
    close = _CLOSENESS.get(values.get("extractiveness", ""), "")
    besides = values.get("additional_command", "").strip().rstrip(".")
    first = " ".join(
        part for part in ("Write a summary", length, "of the text below", form) if part
    )
    asked = ", ".join(part for part in (first, close, besides) if part)
    return f"{asked}. Write nothing but the summary.\n\n{values.get('text', '').strip()}"


def lengths(summary: str, text: str) -> tuple[tuple[str, str, float], ...]:
    """For the text and its summary: a name, its length, and its share of the longer one's."""
    most = max(len(summary), len(text), 1)
    return tuple(
        (name, measured(one), len(one) / most)
        for name, one in (("Text", text), ("Summary", summary))
    )


def measured(text: str) -> str:
    """How long a text is."""
    return f"{count(len(text), 'character')} · {count(len(text.split()), 'word')}"


def share(summary: str, text: str) -> str:
    """How much of the length of the text the summary has."""
    return f"{len(summary) / len(text):.0%} of the text" if text else ""


def sheet(summary: str, text: str) -> Sheet:
    """The one row there is."""
    columns = ("summary", "characters", "characters_of_text")
    return Sheet(columns, ((summary, len(summary), len(text)),))


def compared(before: str, after: str) -> Comparison:
    """Two summaries side by side, and their lengths."""
    facts = (Fact("length", f"{measured(before)} → {measured(after)}"),)
    columns = ("length before", "length after", "before", "after")
    return Comparison(facts, Sheet(columns, ((len(before), len(after), before, after),)))

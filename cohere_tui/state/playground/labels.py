"""Texts with labels: examples to learn from, and inputs whose label is known.

In a field of a form each stands on a line of its own, as `label: text`; several labels of a text
have `|` between them. What could be misread, such as a text of several lines, stands there as a
JSON string: `"a label: with a colon": "two\\nlines"`. So every text survives.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_EXAMPLES: Final = 2_500
LEAST_PER_LABEL: Final = 2

_ENDS: Final = ":\t"
"""What stands behind a label; a tab where lines were pasted from a spreadsheet."""
_NEXT: Final = "|"
_USUAL_LABEL: Final = re.compile(r"[\w.,;/()-]+(?: [\w.,;/()-]+)*")
_SPECIAL: Final = re.compile(r'["|\t]')


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, and what it is known to be."""

    text: str
    labels: tuple[str, ...] = ()
    """None where it is not known, or not written yet; an example has one."""

    @property
    def label(self) -> str:
        """The one label of an example; empty where there is none yet."""
        return f" {_NEXT} ".join(self.labels)


def example(label: str, text: str) -> Labelled:
    """A text with one label, or with none yet."""
    return Labelled(text, (label,) if label else ())


def labelled_in(value: str) -> tuple[Labelled, ...]:
    """The texts and labels in a field, line by line; empty lines are none."""
    return tuple(_read(line) for line in value.splitlines() if line.strip())


def written(items: Iterable[Labelled]) -> str:
    """The lines of a field for `items`: `labelled_in` of them is `items` again."""
    return "\n".join(map(_line, items))


def from_rows(rows: Iterable[Sequence[str]]) -> tuple[Labelled, ...]:
    """The texts and labels in the rows of a file: a text and its label each.

    A label may be a JSON list of several. Where both are the same line, it holds both.
    """
    found: list[Labelled] = []
    for text, label in rows:
        if text == label:
            found += labelled_in(text)
        else:
            found.append(Labelled(text, _labels(label)))
    return tuple(found)


def _labels(written: str) -> tuple[str, ...]:
    if written.startswith("["):
        try:
            several = json.loads(written)
        except json.JSONDecodeError:
            several = None
        if isinstance(several, list) and all(isinstance(one, str) for one in several):
            return tuple(filter(None, several))
    label = written.strip()
    return (label,) if label else ()


def counts(examples: Iterable[Labelled]) -> dict[str, int]:
    """How many examples there are of each label, in the order in which they first come."""
    return dict(Counter(one.label for one in examples if one.label))


def too_few(examples: Iterable[Labelled]) -> tuple[str, ...]:
    """The labels with fewer examples than a model can learn from."""
    return tuple(label for label, count in counts(examples).items() if count < LEAST_PER_LABEL)


def lacking(examples: Sequence[Labelled]) -> str:
    """What is wrong with examples, as a sentence; empty when they can be sent."""
    if len(examples) > MOST_EXAMPLES:
        return f"{len(examples):,} examples; allowed: at most {MOST_EXAMPLES:,}"
    for number, one in enumerate(examples, 1):
        missing = "label" if not one.label else "text" if not one.text else ""
        if missing:
            return f"example {number:,} has no {missing}"
        if len(one.labels) > 1:
            return f"example {number:,} has {len(one.labels)} labels; allowed: one"
    return ""


def cell(text: str) -> str:
    """`text` on one line to be written on: as it is if it can be, else as a JSON string."""
    return text if _is_simple(text) else _quoted(text)


def cell_in(line: str) -> str:
    """The text that `cell` wrote on a line, or that a person did."""
    text = _string(line)
    return line if text is None or _is_simple(text) else text


def _is_simple(text: str) -> bool:
    """Whether it stands on a line as it is, and is not taken for the JSON string of another."""
    if plain(text) != text or len(text.splitlines()) > 1 or "\n" in text:
        return False
    other = _string(text)
    return other is None or _is_simple(other)


@lru_cache(maxsize=2 * MOST_EXAMPLES)  # each letter written in a table asks for all its lines
def _line(one: Labelled) -> str:
    """The simplest of the ways to write it that reads back as what it is."""
    if _is_usual(one):
        return f"{one.label}: {one.text}"
    labels = f" {_NEXT} ".join(one.labels)
    quoted = f" {_NEXT} ".join(map(_quoted, one.labels))
    lines = (
        f"{labels}: {one.text}".rstrip(" ") if one.labels else one.text,
        f"{labels}: {_quoted(one.text)}",
        f"{quoted}: {one.text}",
        f"{quoted}: {_quoted(one.text)}",
    )
    return next(line for line in lines if _reads_as(line, one) or line is lines[-1])


def _is_usual(one: Labelled) -> bool:
    """Whether it can be told at a glance how it is written: files have 100,000 of them."""
    return (
        len(one.labels) == 1
        and _USUAL_LABEL.fullmatch(one.labels[0]) is not None
        and one.text.isprintable()
        and one.text[:1] not in ("", " ", '"')
        and one.text[-1] != " "
    )


def _reads_as(line: str, one: Labelled) -> bool:
    """Whether it is `one` that is read from a line, after a field has made it harmless."""
    return plain(line) == line and labelled_in(line) == (one,)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if plain(quoted) == quoted else json.dumps(text)


def _read(line: str) -> Labelled:
    if not _SPECIAL.search(line):
        label, sign, text = (part.strip() for part in line.partition(":"))
        return Labelled(text if sign else label, (label,) if sign and label else ())
    labels: list[str] = []
    at = 0
    while True:
        label, end = _label(line, at)
        if end == len(line):
            return Labelled(_text(line))  # nothing ends the label: there is none
        if label:
            labels.append(label)
        if line[end] in _ENDS:
            return Labelled(_text(line[end + 1 :]), tuple(labels))
        at = end + 1


def _label(line: str, at: int) -> tuple[str, int]:
    """The label that begins at `at`, and where the sign behind it stands."""
    at += len(line[at:]) - len(line[at:].lstrip(" "))
    if line[at : at + 1] == '"':
        try:
            label, end = json.JSONDecoder().raw_decode(line, at)
        except json.JSONDecodeError:
            pass  # a label that begins with a quotation mark
        else:
            end += len(line[end:]) - len(line[end:].lstrip(" "))
            if line[end : end + 1] and line[end] in _ENDS + _NEXT:
                return str(label), end
    ends = [place for sign in _ENDS + _NEXT if (place := line.find(sign, at)) >= 0]
    end = min(ends, default=len(line))
    return line[at:end].strip(), end


def _text(written: str) -> str:
    written = written.strip()
    text = _string(written)
    return written if text is None else text


def _string(line: str) -> str | None:
    """What a JSON string says; None when it is none."""
    if not line.startswith('"'):
        return None
    try:
        text = json.loads(line)
    except json.JSONDecodeError:
        return None
    return text if isinstance(text, str) else None

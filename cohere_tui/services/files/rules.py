"""What the rows of an upload have to hold, by its type (API.md 14.1)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cohere_tui.models.datasets import NewDataset

_MOST_KNOWN = 250_000
"""Ids and labels that are remembered: they are what takes memory."""


class Rules(ABC):
    """The rules of one type for one file; made anew for each, for they count."""

    required: ClassVar[tuple[str, ...]] = ()
    """The fields that every row has."""
    least: ClassVar[int] = 1
    """How many rows there have to be to train with."""

    def __init__(self) -> None:
        self.rows = 0
        """How many are as they should be."""

    def fault(self, row: Mapping[str, Any]) -> str:
        """What is wrong with the row; empty: nothing, and it counts."""
        wrong = self._fault(row)
        self.rows += not wrong
        return wrong

    @abstractmethod
    def _fault(self, row: Mapping[str, Any]) -> str:
        """The first rule it breaks."""

    def lacks(self) -> Iterator[str]:
        """What is missing from all rows together, to train with."""
        if self.rows < self.least:
            yield f"{self.least} rows are needed; as they should be are {self.rows}"

    def doubts(self) -> Iterator[str]:
        """What could not be found out."""
        yield from ()


class Texts(Rules):
    """embed-input."""

    required = ("text",)

    def _fault(self, row: Mapping[str, Any]) -> str:
        return _no_text(row.get("text"), "text")


class Requests(Rules):
    """batch-…-input."""

    required = ("custom_id", "body")

    def __init__(self) -> None:
        super().__init__()
        self._known: set[int] = set()

    def _fault(self, row: Mapping[str, Any]) -> str:
        custom_id, body = row.get("custom_id"), row.get("body")
        wrong = _no_text(custom_id, "custom_id")
        if not wrong and not isinstance(body, dict):
            wrong = _missing(body, "body") or "'body' is not an object"
        elif not wrong and isinstance(body, dict) and "model" in body:
            wrong = "'body' names a model: the batch does that"
        if wrong:
            return wrong
        number = hash(custom_id)  # an eighth of the memory, and as good as the text
        if number in self._known:
            return f"custom_id '{one_line(str(custom_id), 60)}' was there before"
        if len(self._known) < _MOST_KNOWN:
            self._known.add(number)
        return ""

    def doubts(self) -> Iterator[str]:
        """The ids beyond those remembered."""
        if len(self._known) >= _MOST_KNOWN:
            yield f"only the first {_MOST_KNOWN:,} values of custom_id were compared"


class Conversations(Rules):
    """chat-finetune-input."""

    required = ("messages",)
    least = 2
    _ROLES = ("System", "User", "Chatbot")

    def _fault(self, row: Mapping[str, Any]) -> str:
        messages = row.get("messages")
        if not isinstance(messages, list):
            return _missing(messages, "messages") or "'messages' is not a list"
        for number, message in enumerate(messages):
            wrong = self._message_fault(message, f"messages[{number}]")
            if wrong:
                return wrong
        roles = {message["role"] for message in messages}
        silent = [role for role in ("User", "Chatbot") if role not in roles]
        return f"no message of role {silent[0]}" if silent else ""

    def _message_fault(self, message: object, where: str) -> str:
        if not isinstance(message, dict):
            return f"'{where}' is not an object"
        role = message.get("role")
        if role not in self._ROLES:
            wrong = f"'{where}.role' is none of {', '.join(self._ROLES)}"
            return _missing(role, f"{where}.role") or wrong
        return _no_text(message.get("content"), f"{where}.content")


class Labelled(Rules):
    """single-label-classification-finetune-input."""

    required = ("text", "label")
    least = 40
    _LEAST_LABELS = 2
    _LEAST_ROWS = 5

    def __init__(self) -> None:
        super().__init__()
        self._labels: Counter[str] = Counter()

    def _fault(self, row: Mapping[str, Any]) -> str:
        text, label = row.get("text"), row.get("label")
        wrong = _no_text(text, "text") or _no_text(label, "label")
        if not wrong:
            self._count(str(label))
        return wrong

    def _count(self, label: str) -> None:
        if label in self._labels or len(self._labels) < _MOST_KNOWN:
            self._labels[label] += 1

    def lacks(self) -> Iterator[str]:
        """Too few rows, labels, or rows of one label."""
        yield from super().lacks()
        if len(self._labels) < self._LEAST_LABELS:
            yield f"{self._LEAST_LABELS} labels are needed; found: {len(self._labels)}"
        for label, number in self._labels.items():
            if number < self._LEAST_ROWS:
                found = f"'{one_line(label, 60)}' has {number}"
                yield f"{self._LEAST_ROWS} rows of each label are needed; {found}"


class MultiLabelled(Labelled):
    """multi-label-classification-finetune-input; a row may have no label at all."""

    def _fault(self, row: Mapping[str, Any]) -> str:
        labels = row.get("label")
        wrong = _no_text(row.get("text"), "text") or _no_texts(labels, "label")
        if not wrong and isinstance(labels, list):
            for label in set(labels):
                self._count(label)
        return wrong


class Queries(Rules):
    """reranker-finetune-input."""

    required = ("query", "relevant_passages")
    least = 256

    def __init__(self) -> None:
        super().__init__()
        self._queries: set[str] = set()

    def _fault(self, row: Mapping[str, Any]) -> str:
        query, passages = row.get("query"), row.get("relevant_passages")
        negatives = row.get("hard_negatives")
        wrong = (
            _no_text(query, "query")
            or _no_texts(passages, "relevant_passages")
            or ("" if passages else "'relevant_passages' is empty")
            or ("" if negatives is None else _no_texts(negatives, "hard_negatives"))
        )
        if not wrong and len(self._queries) < self.least:
            self._queries.add(str(query))
        return wrong

    def lacks(self) -> Iterator[str]:
        """Too few queries that differ."""
        if len(self._queries) < self.least:
            yield f"{self.least} different queries are needed; found: {len(self._queries)}"


_RULES: dict[str, type[Rules]] = {
    "embed-input": Texts,
    "batch-embed-v2-input": Requests,
    "batch-chat-v2-input": Requests,
    "batch-chat-input": Requests,
    "batch-openai-chat-input": Requests,
    "chat-finetune-input": Conversations,
    "single-label-classification-finetune-input": Labelled,
    "multi-label-classification-finetune-input": MultiLabelled,
    "reranker-finetune-input": Queries,
}


class Kept:
    """The rules of a type, and the fields that are to be kept: every row must have them."""

    def __init__(self, new: NewDataset) -> None:
        self.rules = _RULES[new.type]()
        self._kept = tuple(name for name in new.keep_fields if name not in self.rules.required)

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields that every row has."""
        return (*self.rules.required, *self._kept)

    def fault(self, row: Mapping[str, Any]) -> str:
        """What is wrong with the row; empty: nothing, and it counts."""
        for name in self._kept:
            if row.get(name) is None:
                return _missing(None, name)
        return self.rules.fault(row)


def _missing(value: object, name: str) -> str:
    return f"'{one_line(name, 60)}' is missing" if value is None else ""


def _no_text(value: object, name: str) -> str:
    """Why `value` is no text with something in it."""
    if not isinstance(value, str):
        return _missing(value, name) or f"'{name}' is not a text"
    return "" if value and not value.isspace() else f"'{name}' is empty"


def _no_texts(value: object, name: str) -> str:
    """Why `value` is no list of such texts."""
    if not isinstance(value, list):
        return _missing(value, name) or f"'{name}' is not a list"
    faults = (_no_text(one, f"{name}[{number}]") for number, one in enumerate(value))
    return next(filter(None, faults), "")

"""What the rows of fine-tuning datasets have to be, and what is counted of them (API.md 14.4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from cohere_tui.sandbox.answers.tokens import count
from cohere_tui.sandbox.datasets import schemas
from cohere_tui.sandbox.datasets.reading import UnusableError
from cohere_tui.sandbox.datasets.rules import (
    JSONL,
    MalformedError,
    Rule,
    filled,
    listed,
    present,
    string,
    strings,
    wrong,
)
from cohere_tui.sandbox.wire import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.datasets.parts import Split
    from cohere_tui.sandbox.datasets.records import Row

_SAMPLES = 3
_SAMPLE_TEXT = 100


class Training(Rule):
    """Examples to train with, or to evaluate with; those to train with have to be enough."""

    least: ClassVar[int]
    """How many examples training takes."""

    def __init__(self, split: Split) -> None:
        super().__init__(split)
        self.examples = 0
        self.size_bytes = 0
        self.tokens = 0

    def row(self, fields: Row) -> Row:
        """The example, counted."""
        row, texts = self.example(fields)
        self.examples += 1
        self.size_bytes += len(dumps(row))
        self.tokens += sum(count(text) for text in texts)
        return row

    def example(self, fields: Row) -> tuple[Row, list[str]]:
        """What is kept of a row, and the texts in it that are learned from."""
        raise NotImplementedError

    def end(self) -> None:
        """Raise UnusableError when these are too few to train with."""
        if self.split == "data" and self.examples < self.least:
            raise UnusableError(
                f"there must be at least {self.least} examples, there are {self.examples}"
            )

    def own_metrics(self, evaluation: Training | None) -> dict[str, Any]:
        """The part of the metrics that only this type has."""
        raise NotImplementedError


class ChatTraining(Training):
    """Conversations of a user with a chatbot."""

    formats = JSONL
    least = 2
    required: ClassVar[Mapping[str, Any]] = {
        "messages": schemas.array(
            schemas.record("message", {"role": "string", "content": "string"})
        )
    }
    _ROLES = ("System", "User", "Chatbot")

    def __init__(self, split: Split) -> None:
        super().__init__(split)
        self.turns = 0
        self.preamble = ""

    def example(self, fields: Row) -> tuple[Row, list[str]]:
        """A conversation; user and chatbot both have their say."""
        messages = [
            self._message(message, f"messages[{index}]")
            for index, message in enumerate(listed(present(fields, "messages"), "messages"))
        ]
        roles = Counter(message["role"] for message in messages)
        for role in ("User", "Chatbot"):
            if not roles[role]:
                raise MalformedError(f"field 'messages' has no message of role {role}")
        self.turns += roles["Chatbot"]
        if not self.preamble and messages[0]["role"] == "System":
            self.preamble = messages[0]["content"]
        return {"messages": messages}, [message["content"] for message in messages]

    def _message(self, message: Any, where: str) -> dict[str, str]:
        if not isinstance(message, dict):
            raise wrong(where, message, "an object")
        role = string(message, "role", f"{where}.")
        if role not in self._ROLES:
            raise MalformedError(f"field '{where}.role' must be one of {', '.join(self._ROLES)}")
        return {"role": role, "content": string(message, "content", f"{where}.")}

    def own_metrics(self, evaluation: Training | None) -> dict[str, Any]:
        """Turns of the chatbot, and the first preamble."""
        turns = evaluation.turns if isinstance(evaluation, ChatTraining) else 0
        own = {
            "num_train_turns": self.turns,
            "num_eval_turns": turns,
            "preamble": self.preamble,
        }
        return {"chat_data_metrics": own}


class LabelTraining(Training):
    """Texts with one label each."""

    formats: ClassVar[tuple[str, ...]] = ("csv", "jsonl")
    least = 40
    required: ClassVar[Mapping[str, Any]] = {"text": "string", "label": "string"}
    _LEAST_LABELS = 2
    _LEAST_PER_LABEL = 5

    def __init__(self, split: Split) -> None:
        super().__init__(split)
        self.labels: Counter[str] = Counter()
        self._samples: dict[str, list[str]] = {}

    def example(self, fields: Row) -> tuple[Row, list[str]]:
        """A text and its label."""
        text, label = string(fields, "text"), string(fields, "label")
        self.note(text, [label])
        return {"text": text, "label": label}, [text]

    def note(self, text: str, labels: list[str]) -> None:
        """Count a text for each of its labels."""
        for label in dict.fromkeys(labels):
            self.labels[label] += 1
            samples = self._samples.setdefault(label, [])
            if len(samples) < _SAMPLES:
                samples.append(text[:_SAMPLE_TEXT])

    def end(self) -> None:
        """Too few texts, labels, or texts of a label."""
        super().end()
        if self.split == "eval_data":
            return
        if len(self.labels) < self._LEAST_LABELS:
            raise UnusableError(f"there must be at least {self._LEAST_LABELS} labels")
        for label, number in self.labels.items():
            if number < self._LEAST_PER_LABEL:
                raise UnusableError(
                    f"there must be at least {self._LEAST_PER_LABEL} examples of label "
                    f"'{label}', there are {number}"
                )

    def own_metrics(self, evaluation: Training | None) -> dict[str, Any]:
        """How often each label is there, in both files."""
        both = self.labels.copy()
        if isinstance(evaluation, LabelTraining):
            both.update(evaluation.labels)
        metrics = [
            {"label": label, "total_examples": number, "samples": self._samples.get(label, [])}
            for label, number in both.most_common()
        ]
        return {"classify_data_metrics": {"label_metrics": metrics}}


class LabelsTraining(LabelTraining):
    """Texts with any number of labels each."""

    formats = JSONL
    required: ClassVar[Mapping[str, Any]] = {"text": "string", "label": schemas.array("string")}

    def example(self, fields: Row) -> tuple[Row, list[str]]:
        """A text and its labels, which may be none."""
        text, labels = string(fields, "text"), strings(present(fields, "label"), "label")
        self.note(text, labels)
        return {"text": text, "label": labels}, [text]


class RerankTraining(Training):
    """Queries with passages that answer them and passages that only look so."""

    formats = JSONL
    least = 256
    required: ClassVar[Mapping[str, Any]] = {
        "query": "string",
        "relevant_passages": schemas.array("string"),
    }
    optional: ClassVar[Mapping[str, Any]] = {"hard_negatives": schemas.array("string")}

    def __init__(self, split: Split) -> None:
        super().__init__(split)
        self.relevant = 0
        self.negatives = 0

    def example(self, fields: Row) -> tuple[Row, list[str]]:
        """A query, at least one relevant passage, and what is not relevant."""
        query = filled(present(fields, "query"), "query")
        relevant = strings(present(fields, "relevant_passages"), "relevant_passages")
        if not relevant:
            raise MalformedError("field 'relevant_passages' is empty")
        negatives = strings(fields.get("hard_negatives") or [], "hard_negatives")
        self.relevant += len(relevant)
        self.negatives += len(negatives)
        row = {"query": query, "relevant_passages": relevant, "hard_negatives": negatives}
        return row, [query, *relevant, *negatives]

    def own_metrics(self, evaluation: Training | None) -> dict[str, Any]:
        """Queries and passages of both files."""
        other = (
            evaluation if isinstance(evaluation, RerankTraining) else RerankTraining("eval_data")
        )
        return {"reranker_data_metrics": {**self.counts("train"), **other.counts("eval")}}

    def counts(self, name: str) -> dict[str, int]:
        """What was counted of this file; `name` is `train` or `eval`."""
        return {
            f"num_{name}_queries": self.examples,
            f"num_{name}_relevant_passages": self.relevant,
            f"num_{name}_hard_negatives": self.negatives,
        }


def metrics(train: Training, evaluation: Training | None) -> dict[str, Any]:
    """`finetune_dataset_metrics` of API.md 14.4."""
    evaluated = evaluation.examples if evaluation else 0
    return {
        "trainable_token_count": train.tokens,
        "total_examples": train.examples + evaluated,
        "train_examples": train.examples,
        "train_size_bytes": train.size_bytes,
        "eval_examples": evaluated,
        "eval_size_bytes": evaluation.size_bytes if evaluation else 0,
        **train.own_metrics(evaluation),
    }

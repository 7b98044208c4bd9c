"""POST /v1/classify (API.md 12.1)."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Event, Many, OrElse, Sent, Wire, Word, Words

MOST_INPUTS: Final = 96
"""Texts in one request."""
_MOST_EXAMPLES: Final = 2_500
_LEAST_PER_LABEL: Final = 2


class Example(Sent):
    """A text, and the label that it has."""

    text: Filled
    label: Filled


class ClassifyManyRequest(Sent):
    """Any number of texts to classify; a service splits them into requests.

    By examples, or with a fine-tuned model that has learned its own.
    """

    inputs: tuple[str, ...] = Field(min_length=1, description="at least one text")
    examples: tuple[Example, ...] | None = Field(
        None, max_length=_MOST_EXAMPLES, description="at most 2,500 examples, 2 or more per label"
    )
    model: str | None = None
    """An embed model, or the id of a fine-tune."""
    preset: str | None = None
    truncate: Literal["NONE", "START", "END"] | None = Field(None, description="NONE, START or END")
    """Which side of a text that is too long is cut off; with NONE it is refused."""

    @model_validator(mode="after")
    def _enough_examples(self) -> Self:
        if not (self.examples or self.model or self.preset):
            raise broken("examples", "are missing, and only a fine-tuned model can do without")
        counts = Counter(example.label for example in self.examples or ())
        for label, count in counts.items():
            if count < _LEAST_PER_LABEL:
                raise broken("examples", f"the label {label!r} has {count}; allowed: at least 2")
        return self


class ClassifyRequest(ClassifyManyRequest):
    """Texts to classify, as many as one request takes."""

    inputs: tuple[str, ...] = Field(
        min_length=1, max_length=MOST_INPUTS, description=f"1 to {MOST_INPUTS} texts"
    )


def _confidences(value: object) -> object:
    """`{"spam": {"confidence": 0.8}}` as `{"spam": 0.8}`, without what is no share."""
    if not isinstance(value, dict):
        return {}
    told = {
        label: one.get("confidence") if isinstance(one, dict) else one
        for label, one in value.items()
    }
    return {
        label: one
        for label, one in told.items()
        if isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 1
    }


class Classification(Event):
    """What one text was taken for."""

    id: Word = ""
    input: Word = ""
    """The text; empty where the server does not repeat it."""
    prediction: Word = ""
    """Empty for several labels; `predictions` is always there."""
    predictions: Words = ()
    """The label, or all labels that apply; the best first."""
    confidence: Annotated[float | None, OrElse(None)] = None
    confidences: Annotated[tuple[float, ...], OrElse(())] = ()
    """From 0 to 1, one to a prediction."""
    labels: Annotated[dict[str, float], BeforeValidator(_confidences)] = Field(default_factory=dict)
    """Every label that there is, and its confidence."""
    classification_type: Word = ""
    """single-label, multi-label, or a newer word."""

    @property
    def best(self) -> str:
        """The label that fits best; empty where none does."""
        return self.predictions[0] if self.predictions else self.prediction

    @property
    def sureness(self) -> float | None:
        """The confidence of `best`, from 0 to 1; None when the server does not say."""
        if self.best in self.labels:
            return self.labels[self.best]
        return self.confidences[0] if self.confidences else self.confidence


class ClassifyResponse(Wire):
    """What the texts were taken for, in their order."""

    id: Word = ""
    classifications: Many[Classification] = ()
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""

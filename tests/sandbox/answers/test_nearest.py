"""Labels by the nearest examples."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.nearest import Classifier, Example

ONE = [
    Example("Where is my parcel?", ("shipping",)),
    Example("My order has not arrived", ("shipping",)),
    Example("I want my money back", ("refund",)),
    Example("Please refund me", ("refund",)),
]
SEVERAL = [
    Example("The parcel came late", ("late",)),
    Example("It took three weeks too long, so late", ("late",)),
    Example("The vase was broken", ("broken",)),
    Example("It arrived in pieces, broken", ("broken",)),
    Example("Late and broken", ("late", "broken")),
    Example("Thank you, all is well", ()),
]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("where is my order", "shipping"),
        ("give me back my money", "refund"),
        ("Please refund me", "refund"),
    ],
)
def test_the_nearest_label_wins(text: str, label: str) -> None:
    verdict = Classifier(ONE, several=False).classify(text)
    assert verdict.predictions == (label,)
    assert verdict.labels[label] > 0.8
    assert list(verdict.labels) == ["shipping", "refund"]


def test_several_labels_or_none_may_apply() -> None:
    classifier = Classifier(SEVERAL, several=True)
    assert set(classifier.classify("late and broken").predictions) == {"late", "broken"}
    assert classifier.classify("The vase was broken").predictions[0] == "broken"
    assert classifier.classify("Thank you, all is well").predictions == ()


@settings(max_examples=50)
@given(st.text(), st.lists(st.sampled_from(ONE), min_size=1), st.booleans())
def test_confidences_are_shares(text: str, examples: list[Example], several: bool) -> None:
    verdict = Classifier(examples, several=several).classify(text)
    assert all(0 <= share <= 1 for share in verdict.labels.values())
    assert set(verdict.predictions) <= set(verdict.labels)
    if not several:
        assert sum(verdict.labels.values()) == pytest.approx(1)
        assert verdict.labels[verdict.predictions[0]] == max(verdict.labels.values())

"""The form of the classify playground as a request, and answers as scores."""

from __future__ import annotations

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.classify import ClassifyResponse
from cohere_tui.state.facts import Fact
from cohere_tui.state.playground.classifying import (
    comparison,
    faults_of,
    hints_of,
    prompt_of,
    request_of,
    requests_for,
    score_of,
    sheet_of,
    summary,
)

EXAMPLES = "ship: where is it\nship: not here\npay: money back\npay: refund me"
SOUND = {"examples": EXAMPLES, "inputs": "one\ntwo: 2", "model": "embed-v4.0", "labelled": ""}


def answer(*texts: str) -> ClassifyResponse:
    return ClassifyResponse.read(f'{{"classifications": [{", ".join(texts)}]}}')


def test_a_sound_form_is_a_request() -> None:
    assert faults_of(SOUND) == {}
    wire = request_of(SOUND).to_wire()
    assert wire["inputs"] == ["one", "two: 2"]
    assert wire["examples"][2] == {"text": "money back", "label": "pay"}
    assert set(wire) == {"inputs", "examples", "model"}
    known = request_of({**SOUND, "labelled": "yes", "truncate": "START", "model": ""}).to_wire()
    assert (known["inputs"], known["truncate"]) == (["one", "2"], "START")
    assert "model" not in known
    fine_tune = request_of({**SOUND, "examples": "\n:\n", "model": "abc-ft"}).to_wire()
    assert "examples" not in fine_tune


@pytest.mark.parametrize(
    ("changed", "field", "what"),
    [
        ({"inputs": " \n"}, "inputs", "write at least one text"),
        ({"inputs": 'a\n""'}, "inputs", "text 2 is empty"),
        ({"inputs": "x: a\nx:", "labelled": "yes"}, "inputs", "text 2 is empty"),
        ({"examples": ""}, "examples", "an embed model learns"),
        ({"examples": "", "model": ""}, "examples", "an embed model learns"),
        ({"examples": "a: 1\na: 2\nb: 3"}, "examples", "the label 'b' has 1; allowed: at least 2"),
        ({"examples": "a: 1\na: 2\n: 3"}, "examples", "example 3 has no label"),
        ({"examples": "\n".join(["a: 1"] * 2501)}, "examples", "2,501 examples; allowed"),
        ({"truncate": "SOME"}, "truncate", "START"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(
    changed: dict[str, str], field: str, what: str
) -> None:
    values = {**SOUND, **changed}
    found = faults_of(values)
    assert list(found) == [field]
    assert what in found[field]
    with pytest.raises(RequestInvalid):
        request_of(values)


def test_several_faults_are_said_at_once() -> None:
    assert set(faults_of({"examples": ": x", "inputs": "", "truncate": "SOME"})) == {
        "examples",
        "inputs",
        "truncate",
    }


def test_expected_labels_that_no_example_has_are_named() -> None:
    values = {**SOUND, "labelled": "yes", "inputs": "ship: a\nQuestion: b\nQuestion: c\nd"}
    assert hints_of(values) == {"inputs": "no example is labelled “Question”"}
    many = {**values, "inputs": "\n".join(f"{n}: x" for n in range(6))}
    assert hints_of(many)["inputs"].endswith("“3” and 2 more")
    assert hints_of({**values, "labelled": ""}) == {}
    assert hints_of({**values, "examples": ""}) == {}
    lines = {**SOUND, "inputs": "x\n" * 97}
    assert hints_of(lines) == {"inputs": "97 texts in 2 requests"}
    assert requests_for(lines) == 2


def test_odd_answers_are_scored_as_far_as_they_go() -> None:
    values = {**SOUND, "labelled": "yes", "inputs": "a: 1\na: 2\nb: 3\nc: 4\n5\na: 6\nb: 7"}
    came = answer(
        '{"prediction": "a", "predictions": ["a"], "labels": {"a": {"confidence": 0.9}}}',
        '{"prediction": "b", "confidences": null, "labels": null}',
        '{"predictions": ["b"], "confidence": 7, "confidences": [7.5], "labels": {"b": {}}}',
        '{"input": "4"}',
        '{"predictions": ["a"], "confidences": [0.3]}',
        '{"predictions": [], "classification_type": "multi-label", "labels": {}}',
    )
    found = score_of(values, came)
    assert [one.predicted for one in found.judged] == [
        ("a",), ("b",), ("b",), (), ("a",), (), (),
    ]  # fmt: skip
    assert [one.came for one in found.judged] == [True, True, True, False, True, True, False]
    assert [one.confidence for one in found.judged[:3]] == [0.9, None, None]
    assert (found.right, len(found.counted), found.missing, found.unknown) == (2, 4, 2, 1)
    assert summary(found) == (
        "2 of 4 texts right, 50.0 %; 2 without an answer; 1 without an expected label"
    )
    assert sheet_of(found).rows[:5] == (
        ("1", "a", 0.9, "a", True),
        ("2", "b", None, "a", False),
        ("3", "b", None, "b", True),
        ("4", None, None, "c", None),
        ("5", "a", 0.3, None, None),
    )


def test_without_expected_labels_there_is_little_to_say() -> None:
    assert summary(score_of(SOUND, answer('{"prediction": "a"}', '{"prediction": "a"}'))) == ""
    assert summary(score_of(SOUND, answer())) == "2 without an answer"


def test_two_runs_beside_each_other() -> None:
    values = {**SOUND, "labelled": "yes", "inputs": "a: 1\nb: 2\na: 3"}
    a, b = '{"predictions": ["a"], "confidences": [0.8]}', '{"predictions": ["b"]}'
    before, after = score_of(values, answer(a, a, b)), score_of(values, answer(b, b, b))
    found = comparison(before, after)
    assert found.sheet.rows == (
        ("a", 0.8, "b", None, "broken", "1"),
        ("a", 0.8, "b", None, "mended", "2"),
    )
    told = [f"{one.label} {one.value}" for one in found.facts if isinstance(one, Fact)]
    assert told == [
        "in both 3 texts",
        "changed 2 of them",
        "accuracy 33.3 % → 33.3 %",
        "mended 1 text",
        "broken 1 text",
    ]
    other = score_of({**values, "inputs": "x"}, answer(a))
    assert "no text in common" in str(comparison(before, other).facts[-1])


def test_several_labels_are_a_list_in_a_file() -> None:
    values = {**SOUND, "labelled": "yes", "inputs": "a | b: 1"}
    found = score_of(values, answer('{"predictions": ["b", "a"], "confidences": [0.9, 0.8]}'))
    assert sheet_of(found).rows == (("1", ["b", "a"], 0.9, ["a", "b"], True),)


def test_a_chat_model_is_asked_the_same() -> None:
    prompt = prompt_of({**SOUND, "inputs": 'one\n"two\\nlines"'})
    assert "one of these labels: ship, pay." in prompt
    assert "- “money back” is pay" in prompt
    assert prompt.endswith("1. “one”\n2. “two lines”")
    assert prompt_of({**SOUND, "inputs": ""}) == ""

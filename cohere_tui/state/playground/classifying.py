"""What is in the form of the classify playground, as a request; what came of it, as a score."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.classify import MOST_INPUTS, ClassifyManyRequest
from cohere_tui.plain import one_line
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Note
from cohere_tui.state.naming import count
from cohere_tui.state.playground.comparison import Comparison
from cohere_tui.state.playground.labels import Labelled, counts, labelled_in, lacking
from cohere_tui.state.playground.scoring import Judged, Score, compared, score
from cohere_tui.state.playground.sheet import Sheet
from cohere_tui.state.playground.texts import texts_in

if TYPE_CHECKING:
    from cohere_tui.models.classify import Classification, ClassifyResponse
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Faults, Values

_EMBED: Final = "embed"
_LEARNS: Final = "are missing: an embed model learns what the labels mean from them alone"
_NO_INPUTS: Final = "write at least one text, each on a line of its own"
_FEW: Final = 4


@lru_cache(maxsize=4)  # each letter asks for them several times
def examples_of(value: str) -> tuple[Labelled, ...]:
    """The examples in their field; rows in which nothing is written are none."""
    return tuple(one for one in labelled_in(value) if one.label or one.text)


@lru_cache(maxsize=4)
def inputs_of(value: str, *, labelled: bool) -> tuple[Labelled, ...]:
    """The texts to classify in their field, with what they are known to be."""
    if labelled:
        return labelled_in(value)
    return tuple(Labelled(text) for text in texts_in(value))


def inputs_in(values: Values) -> tuple[Labelled, ...]:
    """The texts to classify in a form."""
    return inputs_of(values.get("inputs", ""), labelled=bool(values.get("labelled")))


def request_of(values: Values) -> ClassifyManyRequest:
    """The request; raises `RequestInvalid` with the first thing that is wrong."""
    for field, what in faults_of(values).items():
        raise RequestInvalid(f"{field}: {what}", field=field)
    return ClassifyManyRequest.of(_wire(values))


def faults_of(values: Values) -> Faults:
    """What is wrong, by the names of the form's fields."""
    found = {**_example_faults(values), **_input_faults(values)}
    sound = {"text": "x", "label": "x"}
    wire = _wire(values)
    if "inputs" in found:
        wire["inputs"] = ("nothing is wrong",)
    if "examples" in found:
        wire["examples"] = (sound, sound)
    for name, what in ClassifyManyRequest.faults(wire).items():
        found.setdefault(name.partition(".")[0], what)
    return found


def _example_faults(values: Values) -> dict[str, str]:
    examples = examples_of(values.get("examples", ""))
    model = values.get("model", "")
    missing = not examples and (not model or model.startswith(_EMBED))
    wrong = _LEARNS if missing else lacking(examples)
    return {"examples": wrong} if wrong else {}


def _input_faults(values: Values) -> dict[str, str]:
    inputs = inputs_in(values)
    if not inputs:
        return {"inputs": _NO_INPUTS}
    empty = [number for number, one in enumerate(inputs, 1) if not one.text.strip()]
    if empty:
        return {"inputs": f"text {empty[0]:,} is empty"}
    return {}


def requests_for(values: Values) -> int:
    """How many requests it takes."""
    return -(-len(inputs_in(values)) // MOST_INPUTS)


def hints_of(values: Values) -> Values:
    """What should be known about the inputs: labels that no example has, or how many there are."""
    strange = _strange_labels(values)
    requests = requests_for(values)
    if strange or requests < 2:
        return strange
    return {"inputs": f"{count(len(inputs_in(values)), 'text')} in {count(requests, 'request')}"}


def _strange_labels(values: Values) -> Values:
    if not values.get("labelled"):
        return {}
    known = counts(examples_of(values.get("examples", "")))
    expected = dict.fromkeys(label for one in inputs_in(values) for label in one.labels)
    strange = [label for label in expected if label not in known]
    if not known or not strange:
        return {}
    named = ", ".join(f"“{one_line(label, 24)}”" for label in strange[:_FEW])
    more = f" and {len(strange) - _FEW:,} more" if len(strange) > _FEW else ""
    return {"inputs": f"no example is labelled {named}{more}"}


def _wire(values: Values) -> dict[str, Any]:
    examples = examples_of(values.get("examples", ""))
    fields: dict[str, Any] = {"inputs": tuple(one.text for one in inputs_in(values))}
    if examples:
        fields["examples"] = tuple({"text": one.text, "label": one.label} for one in examples)
    for name in ("model", "truncate"):
        if values.get(name):
            fields[name] = values[name]
    return fields


def score_of(values: Values, answer: ClassifyResponse) -> Score:
    """What came for each input, beside what it is known to be."""
    inputs = inputs_in(values)
    came = answer.classifications
    return score(
        _judged(place, one, came[place] if place < len(came) else None)
        for place, one in enumerate(inputs)
    )


def _judged(place: int, one: Labelled, found: Classification | None) -> Judged:
    if found is None:
        return Judged(place, one.text, expected=one.labels, came=False)
    predicted = found.predictions or tuple(filter(None, (found.prediction,)))
    came = bool(predicted or found.labels or found.classification_type)
    sure = found.sureness
    if sure is None or not 0 <= sure <= 1:
        sure = None
    return Judged(place, one.text, predicted, sure, one.labels, came, found.labels)


def summary(found: Score) -> str:
    """How good it is, in a line; what is missing is said."""
    words = []
    if found.accuracy is not None:
        share = f"{found.accuracy * 100:.1f} %"
        words.append(f"{found.right:,} of {count(len(found.counted), 'text')} right, {share}")
    if found.missing:
        words.append(f"{found.missing:,} without an answer")
    if found.accuracy is not None and found.unknown:
        words.append(f"{found.unknown:,} without an expected label")
    return "; ".join(words)


def sheet_of(found: Score) -> Sheet:
    """Each text with what it was taken for."""
    columns = ("text", "predicted", "confidence", "expected", "right")
    rows = (
        (
            one.text,
            _told(one.predicted) if one.came else None,
            one.confidence,
            _told(one.expected),
            one.right if one.counts else None,
        )
        for one in found.judged
    )
    return Sheet(columns, tuple(rows))


def _told(labels: tuple[str, ...]) -> Any:
    """One label as it is, several as a list, none as nothing."""
    return list(labels) if len(labels) > 1 else labels[0] if labels else None


def comparison(before: Score, after: Score) -> Comparison:
    """What two runs make of the same texts."""
    found = compared(before.judged, after.judged)
    facts: list[FactLine] = [
        Fact("in both", count(found.both, "text")),
        Fact("changed", f"{len(found.changes):,} of them"),
    ]
    if before.accuracy is not None and after.accuracy is not None:
        told = f"{before.accuracy * 100:.1f} % → {after.accuracy * 100:.1f} %"
        worse = after.accuracy < before.accuracy
        facts.append(Fact("accuracy", told, Tone.WARNING if worse else Tone.PLAIN))
    verdicts = [one.verdict for one in found.changes]
    facts += [
        Fact(word, count(verdicts.count(word), "text"))
        for word in ("mended", "broken")
        if word in verdicts
    ]
    if not found.both:
        facts.append(Note("The two runs have no text in common."))
    rows = tuple(
        (
            _told(one.before.predicted), one.before.confidence,
            _told(one.after.predicted), one.after.confidence,
            one.verdict or None, one.text,
        )
        for one in found.changes
    )  # fmt: skip
    columns = ("before", "confidence before", "after", "confidence after", "verdict", "text")
    return Comparison(tuple(facts), Sheet(columns, rows))


def prompt_of(values: Values) -> str:
    """What a chat model is asked instead: labels, examples and inputs; empty without inputs."""
    inputs, examples = inputs_in(values), examples_of(values.get("examples", ""))
    if not inputs:
        return ""
    labels = ", ".join(counts(examples))
    lines = [f"Classify each of the texts below as one of these labels: {labels}."]
    lines += ["Answer with the number of each text and its label.", "", "Examples:"]
    lines += [f"- {_quoted(one.text)} is {one.label}" for one in examples if one.label]
    lines += ["", "Texts:"]
    lines += [f"{number}. {_quoted(one.text)}" for number, one in enumerate(inputs, 1)]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"

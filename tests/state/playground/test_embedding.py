"""What Embed is asked, and its answers: kept whole, as tables, beside each other."""

from __future__ import annotations

import json
import sys
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.embed import EmbedResponse
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, Note
from cohere_tui.state.playground.embedded import (
    all_labels,
    as_kept,
    as_restored,
    compared,
    kind_of,
    picture_of,
    sheet_of,
    what_is_missing,
)
from cohere_tui.state.playground.embedding import (
    adapted,
    faults_of,
    labels_of,
    request_of,
    taken,
)
from cohere_tui.state.playground.run import Run
from cohere_tui.state.playground.vectors import plain
from cohere_tui.state.playground.vectors.packing import outlined
from cohere_tui.state.playground.vectors.picture import neighbours, pictured
from cohere_tui.state.playground.vectors.similarity import drift
from cohere_tui.state.playground.vectors.sizes import sizes
from cohere_tui.state.playground.vectors.tables import (
    SizeRow,
    neighbour_columns,
    rows_of_neighbours,
    rows_of_vectors,
    size_columns,
    vector_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from cohere_tui.state.columns import Column

NUMBERS = st.one_of(
    st.lists(st.floats(allow_nan=False, allow_infinity=False)).map(lambda row: array("d", row)),
    st.lists(st.integers(-128, 127)).map(lambda row: array("b", row)),
    st.none(),
)
VALUES = {"model": "embed-v4.0", "input_type": "clustering", "embedding_types": "float"}


def run(texts: str, model: str = "embed-v4.0", **vectors: Sequence[Sequence[float] | None]) -> Any:
    answer = EmbedResponse.model_validate({"embeddings": vectors})
    values = {**VALUES, "model": model, "source": "texts", "texts": texts}
    return Run("embed", values, answer, 0.0, 0.1)


@given(st.dictionaries(st.text(), st.lists(NUMBERS).map(tuple)))
def test_answers_are_kept_whole(embeddings: dict[str, Any]) -> None:
    answer = EmbedResponse(id="a", asked=3, warning="old").model_copy(
        update={"embeddings": embeddings}
    )
    assert as_restored(json.loads(json.dumps(as_kept(answer)))) == answer


NO_VECTORS = (1, {"float": ["d!"]}, {"float": ["zAAAA"]}, {"float": [1]})


@pytest.mark.parametrize("kept", [None, [], {}, *({"vectors": one} for one in NO_VECTORS)])
def test_what_is_no_answer_is_refused(kept: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 whatever is wrong with it
        as_restored(kept)


def test_only_what_was_written_is_sent() -> None:
    values = {**VALUES, "source": "texts", "texts": "tide\n\nmill", "output_dimension": "256"}
    assert request_of({**values, "truncate": "", "max_tokens": ""}, {}).to_wire() == {
        "model": "embed-v4.0",
        "input_type": "clustering",
        "embedding_types": ["float"],
        "texts": ["tide", "mill"],
        "output_dimension": 256,
    }
    with pytest.raises(RequestInvalid, match="output_dimension"):
        request_of({**values, "output_dimension": "many"}, {})
    with pytest.raises(RequestInvalid, match="at least one text"):
        request_of({**values, "texts": "  \n"}, {})
    images = {**values, "source": "images", "images": "/tmp/a wheel.png\nmill.jpg"}
    assert labels_of(images) == ("a wheel.png", "mill.jpg")
    assert adapted("source", images) == {"input_type": "image"}
    assert adapted("source", {**values, "input_type": "image"}) == {"input_type": "clustering"}
    assert adapted("source", values) == adapted("texts", values) == {}


def test_texts_and_images_become_one_input() -> None:
    values = {
        **VALUES,
        "source": "inputs",
        "inputs": 'the wheel @/tmp/a wheel.png\n\n@b.png @/tmp/a wheel.png\n"two\\nlines"',
    }
    images = {"/tmp/a wheel.png": "data:image/png;base64,AAAA", "b.png": "data:image/gif;base64,AA"}
    wheel, other = ({"type": "image_url", "image_url": {"url": uri}} for uri in images.values())
    assert request_of(values, images).to_wire()["inputs"] == [
        {"content": [{"type": "text", "text": "the wheel"}, wheel]},
        {"content": [other, wheel]},
        {"content": [{"type": "text", "text": "two\nlines"}]},
    ]
    assert labels_of(values) == ("the wheel @a wheel.png", "@b.png @a wheel.png", "two\nlines")
    assert adapted("source", {**values, "input_type": "image"}) == {"input_type": "clustering"}
    old = {**values, "model": "embed-english-v3.0"}
    assert "needs a model from v4 on" in faults_of(old)["inputs"]
    nothing = faults_of({**values, "inputs": 'a\n\n""'})
    assert nothing == {"inputs": "line 3: there is neither a text nor an image"}
    assert list(faults_of({**values, "inputs": " "})) == ["inputs"]
    assert "at least one input" in faults_of({**values, "inputs": " "})["inputs"]
    answer = EmbedResponse.model_validate({"embeddings": {"float": [[1.0], [2.0], [3.0]]}})
    sheet = sheet_of(Run("embed", values, answer, 0.0, 0.1))
    assert sheet.columns[0] == "input"
    assert sheet.rows[0][0] == "the wheel @a wheel.png"


LINES = st.sampled_from(("", "a", '""', "b @c.png", "@c.png @d.png", " "))
WRITTEN = st.lists(LINES).map("\n".join)


@given(
    st.sampled_from(("texts", "images", "inputs")),
    WRITTEN,
    st.sampled_from(("embed-v4.0", "embed-english-v3.0", "")),
    st.sampled_from(("clustering", "image", "")),
)
def test_what_is_said_to_be_wrong_is_what_is_refused(
    source: str, written: str, model: str, input_type: str
) -> None:
    values = {**VALUES, "source": source, source: written, "model": model, "input_type": input_type}
    images = dict.fromkeys(("c.png", "d.png", *written.split("\n")), "data:image/png;base64,AAAA")
    images |= {line.strip(' "'): uri for line, uri in images.items()}
    if not faults_of(values):
        request_of(values, images)
        return
    with pytest.raises(RequestInvalid):
        request_of(values, images)


def calls(values: dict[str, str]) -> int:
    """How many of our functions are called to judge these values once they have been read."""
    faults_of(values)
    seen: list[str] = []

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and "cohere_tui" in frame.f_code.co_filename:
            seen.append(frame.f_code.co_name)

    sys.setprofile(look)
    try:
        faults_of(values)
    finally:
        sys.setprofile(None)
    return len(seen)


def test_a_thousand_inputs_are_judged_with_the_work_of_ten() -> None:
    values = {**VALUES, "source": "inputs"}
    few, many = ("\n".join(f"text {at} @{at}.png" for at in range(most)) for most in (10, 1_000))
    assert calls({**values, "inputs": many}) == calls({**values, "inputs": few})


def test_rows_of_a_file_are_taken_as_mixtures() -> None:
    rows = (("the wheel", "a.png"), ("", "b.png"), ("ask @us", ""), ("c @d.png", "c @d.png"))
    assert taken(rows).split("\n") == ["the wheel @a.png", "@b.png", '"ask @us"', "c @d.png"]


def test_as_a_table() -> None:
    found = run("tide\nmill", float=[[3.0, 4.0], None], int8=[[1, 2], [3, 4]])
    sheet = sheet_of(found)
    assert sheet.columns == ("text", "norm", "vector", "vector_int8")
    assert sheet.rows == (("tide", 5.0, [3.0, 4.0], [1, 2]), ("mill", None, None, [3, 4]))
    assert "".join(sheet.jsonl()).splitlines()[1] == (
        '{"text": "mill", "norm": null, "vector": null, "vector_int8": [3, 4]}'
    )
    assert kind_of(found.answer, "int8") == "int8"
    assert kind_of(found.answer, "binary") == "float"
    # More vectors than inputs, as servers were seen to send, and fewer.
    assert all_labels(run("tide", float=[[1.0], [2.0]])) == ("tide", "input 2")
    assert len(sheet_of(run("tide\nmill", float=[[1.0]])).rows) == 2


def test_what_a_picture_lacks_is_said() -> None:
    assert what_is_missing(picture_of(run("tide\nmill", float=[[1.0], None]), "float")) == (
        "1 of 2 inputs left out: Vectors says why"
    )
    many = tuple(array("d", [1, at]) for at in range(201))
    told = what_is_missing(pictured(many, "float", 201, plain))
    assert told == "the first 200 of 201; Neighbours looks at all"
    assert what_is_missing(picture_of(run("tide", float=[[1.0]]), "float")) == ""


def told(comparison: Any) -> dict[str, str]:
    return {one.label: one.value for one in comparison.facts if isinstance(one, Fact)}


def test_two_runs_beside_each_other() -> None:
    before = run("tide\nmill\nsea", float=[[1, 0], [1, 1], [0, 1]])
    after = run("tide\nmill\nsea", float=[[1, 0], [1, 1], [1, 0.1]])
    found = compared(before, after)
    assert found.sheet.columns == ("text", "cosine", "remark")
    assert [row[0] for row in found.sheet.rows] == ["tide", "mill", "sea"]
    assert found.sheet.rows[0][1:] == (1.0, "")
    assert told(found)["least alike"].endswith("sea")
    assert told(found)["same nearest text"] == "0 of 3 texts"
    other = compared(before, run("tide\nmill", "embed-v5.0-pro", float=[[1, 0, 0], [1, 1, 0]]))
    assert isinstance(other.facts[0], Note)
    assert other.facts[0].tone is Tone.WARNING
    assert told(other)["not compared"] == "1 text: only in the earlier run"
    assert [row[2] for row in other.sheet.rows] == [
        "2 and 3 dimensions cannot be compared",
        "2 and 3 dimensions cannot be compared",
        "only in the earlier run",
    ]
    assert "in common" in str(compared(before, run("tide", int8=[[1]])).facts[0])
    pro = run("tide", "embed-v5.0-pro", float=[[1]])
    fast = run("tide", "embed-v5.0-fast", float=[[1]])
    assert not any(isinstance(one, Note) for one in compared(pro, fast).facts)


def cells(columns: Sequence[Column[Any]], row: Any) -> list[str]:
    return [column.cell(row, 0.0).text for column in columns]


def test_tables_of_vectors_neighbours_and_sizes() -> None:
    found = run("tide\nmill\nsea", float=[[3, 4], None, [3, 3]], int8=[[3, 4], [1, 1], [9, 9]])
    picture = picture_of(found, "float")
    labels = all_labels(found)
    first, second, _ = rows_of_vectors(picture.measured, labels)
    assert cells(vector_columns(), first) == ["1", "tide", "5", "2", "3 4"]
    assert cells(vector_columns(), second) == ["2", "mill", "-", "-", "no vector came"]
    (nearest,) = rows_of_neighbours(neighbours(picture, 0), labels)
    assert cells(neighbour_columns("#", "."), nearest) == [
        "1", "0.9899", "###########.", "3", "sea",
    ]  # fmt: skip
    rows = [cells(size_columns(), SizeRow(one)) for one in sizes(found.answer.embeddings)]
    assert rows[0] == ["float", "2", "8 B", "16 B", "8.0 MB", "100%", "-"]
    assert rows[-1] == ["ubinary", "2", "1 B", "3 B", "1.0 MB", "12%", "-"]
    other = picture_of(found, "int8")
    assert drift(picture.similarity, picture.similarity) == 0
    assert drift(picture.similarity, other.similarity) is None
    assert outlined({"float": (array("d", [1, 2, 3]), None)}, 2) == {
        "float": ["[1.0, 2.0, … 1 more]", None]
    }

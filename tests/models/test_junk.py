"""Whatever a server sends, every model of an answer gives a value or a `ValueError`.

Which models there are is found out, not listed: a new one is judged here from its first day.
"""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cohere_tui.models
from cohere_tui.models.chat_events import read_event
from cohere_tui.models.chat_v1_events import read_event_v1
from cohere_tui.models.generate import read_generate_event
from cohere_tui.models.wire import Event, Sent, Wire
from tests.models.junk import JSON_VALUES, names_in, objects

if TYPE_CHECKING:
    from collections.abc import Iterator

for _file in sorted(Path(cohere_tui.models.__file__).parent.glob("[a-z]*.py")):
    import_module(f"cohere_tui.models.{_file.stem}")


def below(model: type[Wire]) -> Iterator[type[Wire]]:
    """The models that are made of `model`."""
    for further in model.__subclasses__():
        if further.__module__.startswith("cohere_tui."):
            yield further
            yield from below(further)


ANSWERS: dict[str, list[type[Wire]]] = {}
"""By their files."""
for _model in below(Wire):
    if not issubclass(_model, Sent) and _model is not Event:
        ANSWERS.setdefault(_model.__module__.rpartition(".")[2], []).append(_model)

NOT_JSON = {
    "nothing": b"",
    "half": b'{"id": "a',
    "null": b"null",
    "list": b"[{}]",
    "word": b'"id"',
    "number": b"1e999",
    "nan": b'{"id": NaN, "created_at": Infinity}',
    "long number": b'{"id": %b, "total_count": %b}' % (b"9" * 5000, b"9" * 5000),
    "no utf-8": b'{"id": "\xff\xfe", "name": "\xc3"}',
    "half a character": rb'{"id": "\ud800", "name": "\udfff a"}',
    "mark": b"\xef\xbb\xbf{}",
    "twice": b'{"id": 1, "id": "a"}',
    "deep": b"[" * 20_000,
    "deep inside": b'{"id": ' + b'{"a": ' * 20_000,
}


def used(value: Wire) -> None:
    """Look at everything that a model shows of itself."""
    assert repr(value)
    assert value == value.model_copy()
    for model in type(value).__mro__:
        if model.__module__.startswith("cohere_tui."):
            for name, member in vars(model).items():
                if isinstance(member, property):
                    getattr(value, name)


def read_by_all(file: str, text: str | bytes) -> None:
    """Have every model of a file read the text, and use what comes of it."""
    for model in ANSWERS[file]:
        try:
            value = model.read(text)
        except ValueError:
            continue
        used(value)


def test_they_are_found() -> None:
    found = {model.__name__ for models in ANSWERS.values() for model in models}
    assert len(found) >= 98
    assert {"ChatResponse", "Billed", "DatasetPart", "UnknownEvent"} <= found


@pytest.mark.parametrize("file", ANSWERS)
@settings(max_examples=20)
@given(data=st.data())
def test_any_json(file: str, data: st.DataObject) -> None:
    names = {name for model in ANSWERS[file] for name in names_in(model)}
    read_by_all(file, json.dumps(data.draw(objects(names | {"id"}) | JSON_VALUES)))


@pytest.mark.parametrize("file", ANSWERS)
@pytest.mark.parametrize("what", NOT_JSON)
def test_what_is_hardly_json(file: str, what: str) -> None:
    read_by_all(file, NOT_JSON[what])
    read_by_all(file, NOT_JSON[what].decode("utf-8", "replace"))


@pytest.mark.parametrize("reader", [read_event, read_event_v1, read_generate_event])
@pytest.mark.parametrize("what", NOT_JSON)
def test_events_that_are_hardly_json(reader: Any, what: str) -> None:
    event = reader(NOT_JSON[what].decode("utf-8", "replace"))
    assert event is None or isinstance(event, Event)

"""The fields of an Avro schema in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cohere_tui.state.avro_schema import fields_of


def schema(**fields: Any) -> str:
    described = [{"name": name, "type": kind} for name, kind in fields.items()]
    return json.dumps({"type": "record", "name": "row", "fields": described})


VECTORS = {
    "type": "record",
    "name": "embeddings",
    "fields": [
        {"name": "float", "type": ["null", {"type": "array", "items": "float"}]},
        {"name": "int8", "type": ["null", {"type": "array", "items": "int"}]},
    ],
}


def test_records_in_records_are_opened() -> None:
    for kind in (VECTORS, ["null", VECTORS], {"type": VECTORS}):
        found = fields_of(schema(text="string", embeddings=kind))
        assert [(one.name, one.type) for one in found] == [
            ("text", "string"),
            ("embeddings.float", "list of float, or null"),
            ("embeddings.int8", "list of int, or null"),
        ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (["string", "null"], "string, or null"),
        (["string", "int"], "string or int"),
        ("null", "null"),
        (["null"], "null"),
        ({"type": "string"}, "string"),
        ({"type": "map", "values": "long"}, "map to long"),
        ({"type": "long", "logicalType": "timestamp-millis"}, "timestamp-millis"),
        ({"type": "enum", "symbols": ["a", "b"]}, "one of a, b"),
        ({"type": "enum"}, "enum"),
        ({"type": "array", "items": VECTORS}, "list of record"),
        (7, "?"),
        ({}, "?"),
    ],
)
def test_types_in_words(kind: object, words: str) -> None:
    assert [one.type for one in fields_of(schema(field=kind))] == [words]


@pytest.mark.parametrize(
    "text", ["", "no JSON", "[]", "{}", '{"fields": 1}', '{"fields": [1]}', "[" * 100_000]
)
def test_what_is_no_schema_of_records_has_no_fields(text: str) -> None:
    assert fields_of(text) == ()


def test_it_ends_however_deep_and_wide_it_is() -> None:
    deep: Any = "string"
    for _ in range(50):
        deep = {"type": "array", "items": deep}
    assert "…" in fields_of(schema(field=deep))[0].type
    for _ in range(50):
        deep = {"type": "record", "name": "r", "fields": [{"name": "a", "type": deep}]}
    assert fields_of(schema(field=deep))[0].name.count(".") == 7
    assert len(fields_of(schema(**{f"f{n}": "int" for n in range(5_000)}))) == 1_000

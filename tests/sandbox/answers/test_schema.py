"""Values for JSON schemas, judged by a validator that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from cohere_tui.sandbox.answers.schema import Filler

Schema = dict[str, Any]

_names = st.sampled_from(["name", "harbour", "day", "count", "open", "from", "to", "text"])
_leaves: st.SearchStrategy[Schema] = st.one_of(
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.just({"type": ["string", "null"]}),
    st.sampled_from(
        [
            {"type": "string", "format": kind}
            for kind in ("date", "date-time", "email", "uri", "uuid", "ipv4", "other")
        ]
    ),
    st.builds(
        lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more},
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    st.builds(lambda options: {"enum": options}, st.lists(st.text(), min_size=1, unique=True)),
    st.builds(lambda value: {"const": value}, st.integers() | st.text()),
    st.builds(
        lambda low, more, kind: {"type": kind, "minimum": low, "maximum": low + more},
        st.integers(-999, 999),
        st.integers(0, 99),
        st.sampled_from(["integer", "number"]),
    ),
    st.builds(
        lambda low, kind: {"type": kind, "exclusiveMinimum": low},
        st.integers(-99, 99),
        st.sampled_from(["integer", "number"]),
    ),
    st.builds(
        lambda low, kind: {"type": kind, "exclusiveMaximum": low},
        st.integers(-99, 99),
        st.sampled_from(["integer", "number"]),
    ),
    st.builds(lambda step: {"type": "integer", "multipleOf": step}, st.integers(1, 50)),
)


def _objects(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    def built(properties: dict[str, Schema], required: int) -> Schema:
        return {"type": "object", "properties": properties, "required": [*properties][:required]}

    return st.builds(built, st.dictionaries(_names, inner, max_size=4), st.integers(0, 4))


def _arrays(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    def built(items: Schema, least: int, more: int) -> Schema:
        return {"type": "array", "items": items, "minItems": least, "maxItems": least + more}

    return st.builds(built, inner, st.integers(0, 4), st.integers(0, 3))


_schemas = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        _objects(inner),
        _arrays(inner),
        st.builds(lambda one, two: {"anyOf": [one, two]}, inner, inner),
    ),
    max_leaves=8,
)
_prompts = st.sampled_from(
    [
        "",
        "Cobh to Youghal on 2026-08-19 at 3.5 m",
        "7 of 9, 12",
        "no name",
        'a "quoted thing"',
        "潮汐",
    ]
)


@given(_schemas, _prompts, st.booleans())
def test_what_is_filled_fits(schema: Schema, prompt: str, everything: bool) -> None:
    value = Filler(prompt).fill(schema, all_properties=everything)
    OAS31Validator(schema, format_checker=oas31_format_checker).validate(value)


@pytest.mark.parametrize(
    "items",
    [
        {"anyOf": [{"enum": [""]}, {"type": "boolean"}]},
        {"enum": ["a"]},
        {"enum": ["a", "b"]},
        {"anyOf": [{"type": "null"}, {"enum": ["a"]}]},
    ],
)
def test_a_list_is_long_enough_however_few_options_there_are(items: Schema) -> None:
    schema = {"type": "array", "items": items, "minItems": 3, "maxItems": 3}
    value = Filler("").fill(schema)
    OAS31Validator(schema).validate(value)
    assert len(value) == 3


def test_what_the_prompt_says_is_used_in_its_order() -> None:
    schema = {
        "type": "object",
        "properties": {
            "departure": {"type": "string"},
            "destination": {"type": "string"},
            "day": {"type": "string", "format": "date"},
            "people": {"type": "integer"},
            "cabin": {"enum": ["second", "first"]},
            "question": {"type": "string"},
        },
    }
    prompt = "A first class trip from Cobh to Youghal on 2026-08-19 for 3"
    assert Filler(prompt).fill(schema) == {
        "departure": "Cobh",
        "destination": "Youghal",
        "day": "2026-08-19",
        "people": 3,
        "cabin": "first",
        "question": prompt,
    }


def test_optional_properties_are_filled_when_they_are_mentioned() -> None:
    schema = {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "unit": {"enum": ["celsius", "fahrenheit"]},
            "wind": {"type": "boolean"},
            "day": {"type": "string", "format": "date"},
        },
        "required": ["city"],
    }
    assert Filler("weather in Cobh").fill(schema, all_properties=False) == {"city": "Cobh"}
    full = Filler("in Cobh, in celsius, no wind, 2026-01-02").fill(schema, all_properties=False)
    assert full == {"city": "Cobh", "unit": "celsius", "wind": False, "day": "2026-01-02"}


@pytest.mark.parametrize("everything", [True, False])
def test_schemas_that_hold_themselves_end(everything: bool) -> None:
    tree: Schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#"}},
            "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
        },
        "required": ["name"],
        "$defs": {"node": {"allOf": [{"$ref": "#"}, {"properties": {"extra": {"type": "null"}}}]}},
    }
    value = Filler("Cobh").fill(tree, all_properties=everything)
    OAS31Validator(tree).validate(value)
    assert Filler("x").fill({"$ref": "#"}) is not None


def test_repeated_items_are_made_unlike() -> None:
    schema = {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string"}}
    value = Filler("Cobh").fill(schema)
    assert len(set(value)) == len(value) == 3
    numbers = Filler("").fill({**schema, "items": {"type": "integer"}})
    assert len(set(numbers)) == 3


def test_a_pattern_is_met_where_the_prompt_has_it() -> None:
    schema = {"type": "string", "pattern": r"^[A-Z]{2}\d+$"}
    assert Filler("the flight EI123 to Cork").fill(schema) == "EI123"


def test_defaults_and_tuples() -> None:
    assert Filler("").fill({"type": "integer", "default": 7}) == 7
    pair = {"type": "array", "prefixItems": [{"type": "boolean"}, {"type": "null"}], "items": {}}
    assert Filler("").fill(pair)[:2] == [True, None]


@pytest.mark.parametrize(
    ("prompt", "least", "expected"),
    [
        ("The mills Carew and Eling", 0, ["Carew", "Eling"]),
        ("The mills Carew and Eling", 3, ["Carew", "Eling", "mills"]),
        ("Carew", 3, ["Carew", "Carew 2", "Carew 3"]),
        ("The book Moby Dick", 0, ["Moby Dick", "book"]),
    ],
)
def test_a_list_of_texts_does_not_say_the_same_again(
    prompt: str, least: int, expected: list[str]
) -> None:
    assert Filler(prompt).fill(
        {"type": "array", "items": {"type": "string"}, "minItems": least}
    ) == (expected)
    days = {"type": "array", "items": {"type": "string", "format": "date"}}
    assert Filler(prompt).fill(days) == ["2026-01-01"]
    place = {"type": "object", "properties": {"name": {"type": "string"}}}
    places = Filler(prompt).fill({"type": "array", "items": place})
    assert len({str(one) for one in places}) == len(places)

"""Models and pages of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.models.models import Model, ModelPage
from tests.conftest import FIXTURES
from tests.models.test_chat_events import JSON_VALUES

RESPONSES = FIXTURES / "responses"


def test_a_page_of_models() -> None:
    page = ModelPage.model_validate_json((RESPONSES / "models.list.json").read_bytes())
    assert page.next_page_token == "Mg=="
    assert [model.name for model in page.models] == [
        "command-a-plus-05-2026",
        "command-a-03-2025",
        "embed-v4.0",
        "rerank-v4.0-pro",
        "command",
    ]
    first, second, third, fourth, last = page.models
    assert first.can("vision")
    assert not second.can("vision")
    assert third.can("vision") is None
    assert second.sampling_defaults is not None
    assert second.sampling_defaults.temperature == 0.3
    assert second.is_deprecated is None
    assert fourth.sampling_defaults is not None
    assert fourth.sampling_defaults.max_tokens_per_doc == 4096
    assert last.is_deprecated
    assert last.tokenizer_url == ""
    assert last.context_length == 4096


def test_the_last_page_has_no_token() -> None:
    page = ModelPage.model_validate_json((RESPONSES / "models.list.last_page.json").read_bytes())
    assert page.next_page_token == ""
    assert len(page.models) == 1


def test_internal_configuration_is_dropped() -> None:
    body = (RESPONSES / "models.get.with_config.json").read_bytes()
    model = Model.model_validate_json(body)
    assert model.context_length == 288768
    assert "prompt_templates" not in repr(model)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"models": None},
        {"models": "x"},
        {"models": [None, 5, {}, {"name": ""}, {"name": None}]},
        {"models": [], "next_page_token": None},
    ],
)
def test_a_page_without_usable_models_is_empty(body: object) -> None:
    page = ModelPage.model_validate(body)
    assert page.models == ()
    assert page.next_page_token == ""


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("endpoints", None, ()),
        ("endpoints", ["chat", None, "parse"], ("chat", "parse")),
        ("endpoints", "chat", ("chat",)),
        ("features", None, None),
        ("features", [], ()),
        ("context_length", 128000.0, 128000),
        ("context_length", "many", None),
        ("finetuned", None, None),
        ("is_deprecated", "perhaps", None),
        ("sampling_defaults", [], None),
        ("tokenizer_url", None, ""),
    ],
)
def test_odd_values_take_their_defaults(key: str, value: object, expected: object) -> None:
    assert getattr(Model.model_validate({"name": "m", key: value}), key) == expected


FIELDS = st.sampled_from([*Model.model_fields, "x"])


@given(st.lists(st.dictionaries(FIELDS, JSON_VALUES, max_size=3), max_size=2))
def test_any_list_of_objects_is_a_page(models: list[dict[str, object]]) -> None:
    page = ModelPage.model_validate_json(json.dumps({"models": models}))
    assert all(isinstance(model.name, str) for model in page.models)

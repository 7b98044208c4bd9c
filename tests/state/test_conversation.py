"""Settings, kept and found again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.state.conversation import Conversation, Settings
from tests.models.test_chat_events import JSON_VALUES
from tests.state.entries import JSON_VALUES as PLAIN_VALUES
from tests.state.entries import TEXT


@given(TEXT, TEXT, st.dictionaries(TEXT, PLAIN_VALUES), st.sampled_from([1, 2]))
def test_settings_are_found_again(
    model: str, system: str, parameters: dict[str, Any], api: int
) -> None:
    settings = Settings(model, system, parameters, api)
    assert Settings.load(json.loads(json.dumps(settings.dump()))) == settings


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"model": None, "system": 5, "parameters": [], "new": 1},
        {"parameters": None},
        {"api": 3},
        {"api": "1"},
    ],
)
def test_what_is_missing_or_odd_takes_its_default(raw: dict[str, Any]) -> None:
    assert Settings.load(raw) == Settings()


@given(st.dictionaries(st.sampled_from(["model", "system", "parameters", "api"]), JSON_VALUES))
def test_any_object_is_settings(raw: dict[str, Any]) -> None:
    assert isinstance(Settings.load(raw).model, str)
    assert Settings.load(raw).api in {1, 2}


def test_a_conversation_needs_an_id_only() -> None:
    assert Conversation("c").settings == Settings()

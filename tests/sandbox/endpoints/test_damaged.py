"""Requests with something wrong in them are answered or refused, and break nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.answers.test_extract import TEXT
from tests.sandbox.damage import damaged
from tests.sandbox.endpoints import test_classify, test_parse

if TYPE_CHECKING:
    from tests.sandbox.endpoints.conftest import Line

GOOD: dict[str, dict[str, Any]] = {
    "/v1/classify": test_classify.asked(model="embed-english-v3.0", truncate="END", preset=None),
    "/v1/summarize": {
        "text": TEXT,
        "length": "short",
        "format": "bullets",
        "extractiveness": "low",
        "temperature": 1,
        "additional_command": "in 2 sentences",
        "model": "command-a-03-2025",
    },
    "/v1/tokenize": {"text": "hello", "model": "command-a-03-2025"},
    "/v1/detokenize": {"tokens": [1, 2, 300], "model": "command-a-03-2025"},
    "/v2/parse": test_parse.asked(output_format="blocks"),
}


@pytest.mark.parametrize("path", GOOD)
@settings(max_examples=40)
@given(data=st.data())
def test_damaged_requests(line: Line, path: str, data: st.DataObject) -> None:
    body = data.draw(damaged({path: GOOD[path]}))
    response = line.post(path, body)
    assert response.status_code in (200, 400, 404, 422), response.text
    assert response.status_code == 200 or response.json()["message"]


@pytest.mark.parametrize("path", GOOD)
def test_whole_ones(line: Line, path: str) -> None:
    assert line.post(path, GOOD[path]).status_code == 200

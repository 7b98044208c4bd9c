"""Every refusal becomes the right error, with the server's words."""

from __future__ import annotations

import json
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.api_errors import api_error, asked_wait
from cohere_tui.errors import (
    APIError,
    BadRequest,
    BillingRequired,
    CancelledByServer,
    ContentBlocked,
    Forbidden,
    MonthSpent,
    NotFound,
    NotOffered,
    RateLimited,
    RequestLine,
    ServerFailed,
    Unauthorized,
    Unprocessable,
)
from tests.conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

LINE = RequestLine("POST", "https://h.example/v2/chat", 7)
NOW = 1_800_000_000.0
CLASSES = {
    400: BadRequest, 401: Unauthorized, 402: BillingRequired, 403: Forbidden, 404: NotFound,
    422: Unprocessable, 429: RateLimited, 498: ContentBlocked, 499: CancelledByServer,
    500: ServerFailed, 501: NotOffered, 502: ServerFailed, 503: ServerFailed, 504: ServerFailed,
}  # fmt: skip


def fixture(name: str) -> APIError:
    sent = json.loads((FIXTURES / "errors" / name).read_text())
    body = sent["body"] if isinstance(sent["body"], str) else json.dumps(sent["body"])
    return api_error(sent["status"], sent["headers"], body.encode(), LINE)


@pytest.mark.parametrize("path", sorted((FIXTURES / "errors").iterdir()), ids=lambda p: p.stem)
def test_every_recorded_refusal_is_told(path: Path) -> None:
    sent = json.loads(path.read_text())
    error = fixture(path.name)
    spent = path.stem == "429_trial_month"
    assert type(error) is (MonthSpent if spent else CLASSES[sent["status"]])
    assert error.status == sent["status"]
    body = sent["body"]
    pages = {404: "page not found", 502: "Bad Gateway"}
    assert error.message == (body["message"] if isinstance(body, dict) else pages[error.status])
    assert str(error) == f"{error.status}: {error.message}"
    assert error.request is LINE
    if isinstance(body, dict):
        assert error.error_id == body.get("id", "")
        assert error.error_type == body.get("error_type", "")
    assert error.trace_id == sent["headers"].get("x-debug-trace-id", "")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("404_removed_model.json", "Choose another model (F8)."),
        ("404_removed_route.json", "base_url"),
        ("400_wrong_version_for_model.json", "API v2"),
        ("400_too_many_tokens.json", "Shorten the prompt"),
        ("422_invalid_tool_generation.json", "Press r"),
        ("429_trial_month.json", "production key"),
        ("429_trial_minute.json", "Wait a moment"),
        ("401_bad_key.json", "CO_API_KEY"),
    ],
)
def test_the_remedy_follows_the_words(name: str, remedy: str) -> None:
    assert remedy in fixture(name).remedy


@pytest.mark.parametrize(
    ("method", "path", "remedy"),
    [
        ("GET", "/v1/embed-jobs", "does not offer it"),
        ("GET", "/v2/batches?page_size=50", "does not offer it"),
        ("GET", "/v2/batches/b1", "deleted meanwhile"),
        ("POST", "/v2/batches/b1:cancel", "deleted meanwhile"),
        ("POST", "/v1/embed-jobs", "deleted meanwhile"),
        ("PATCH", "/v1/finetuning/finetuned-models/f1", "deleted meanwhile"),
        ("POST", "/v2/chat", "another model"),
    ],
)
def test_what_is_not_there_is_no_fault_of_a_model(method: str, path: str, remedy: str) -> None:
    line = RequestLine(method, f"https://api.cohere.com{path}")
    error = api_error(404, {}, b'{"message": "finetuned model with id f1 not found"}', line)
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("status", "kind", "message", "remedy"),
    [
        (413, APIError, "too large", "Shorten the prompt"),
        (405, APIError, "method not allowed", "base_url"),
        (409, APIError, "conflict", "Press r"),
        (599, ServerFailed, "the server gave no reason", "trace id"),
        (418, APIError, "", ""),
    ],
)
def test_a_refusal_without_words_still_says_something(
    status: int, kind: type[APIError], message: str, remedy: str
) -> None:
    error = api_error(status, {}, b"", LINE)
    assert type(error) is kind
    assert message in error.message
    assert error.message
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("limited to 1000 API calls / month", MonthSpent),
        ("your monthly quota is spent", MonthSpent),
        ("limit of 1,000 calls reached", MonthSpent),
        ("past the per minute request limit", RateLimited),
        ("limit is 100000 tokens per minute", RateLimited),
    ],
)
def test_a_monthly_limit_is_told_from_the_others(message: str, kind: type[APIError]) -> None:
    error = api_error(429, {}, json.dumps({"message": message}).encode(), LINE)
    assert type(error) is kind


def test_the_words_of_a_server_are_one_harmless_line() -> None:
    error = api_error(400, {}, json.dumps({"message": "a\x1b[31m\nb" + "x" * 5000}).encode(), LINE)
    assert "\x1b" not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 1100


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "200", "retry-after": "9"}, 0.2),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"retry-after": "86400"}, 60.0),
        ({"retry-after": formatdate(NOW + 5, usegmt=True)}, 5.0),
        ({"retry-after": formatdate(NOW - 5, usegmt=True)}, 0.0),
        ({"x-ratelimit-reset": str(int(NOW) + 7)}, 7.0),
        ({"x-ratelimit-reset": "8"}, 8.0),
        ({"retry-after": "soon", "x-ratelimit-reset": "8"}, 8.0),
        ({"retry-after": "-4"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_the_wait_a_server_asks_for(headers: dict[str, str], wait: float | None) -> None:
    assert asked_wait(headers, NOW) == pytest.approx(wait)

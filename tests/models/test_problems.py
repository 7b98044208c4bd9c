"""Error bodies in all their shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.models.problems import Problem, read_problem
from tests.conftest import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = sorted((FIXTURES / "errors").glob("*.json"))


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_every_fixture_tells_its_message(path: Path) -> None:
    body = json.loads(path.read_bytes())["body"]
    if isinstance(body, str):
        problem = read_problem(body.encode(), "text/plain")
        assert problem.message in body
        assert problem.message
        assert "<" not in problem.message
    else:
        problem = read_problem(json.dumps(body).encode(), "application/json")
        expected = body["message"], body.get("id", ""), body.get("error_type", "")
        assert (problem.message, problem.id, problem.error_type) == expected


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (b"", "", ""),
        (b"   \n", "text/plain", ""),
        (b"404 page not found\n", "text/plain", "404 page not found"),
        (b"first line\nsecond", "text/plain", "first line"),
        (
            b"<html><title>Oops</title><h1>502 Bad Gateway</h1></html>",
            "text/html",
            "502 Bad Gateway",
        ),
        (b"<html><head><title>Oops</title></head><p>x", "text/html", "Oops"),
        (b"<html><h1></h1><title>A &amp; B</title>", "text/html", "A & B"),
        (b"<h1 class='x'>Too <b>many</b>\n requests</h1>", "", "Too many requests"),
        (b"<p>just <i>words</i></p><script>evil()</script>", "text/html", "just words"),
        (
            b'<?xml version="1.0"?><Error><Code>X</Code><Message>Link expired</Message></Error>',
            "application/xml",
            "Link expired",
        ),
        (b'"just text"', "application/json", "just text"),
        (b"[1, 2]", "application/json", ""),
        (b"null", "application/json", ""),
        (b"{}", "application/json", ""),
        (b'{"data": null, "message": "bad request"}', "", "bad request"),
        (b'{"message": null, "error": "gateway"}', "", "gateway"),
        (b'{"error": {"message": "inner", "code": 5}}', "", "inner"),
        (b'{"error": {"code": 5}}', "", '{"code": 5}'),
        (b'{"detail": [{"msg": "x"}]}', "", '[{"msg": "x"}]'),
        (b'{"message": 5}', "", "5"),
        (b'{"message": "half \\ud83d"}', "", "half ?"),
        (b"\xff\xfe", "", "\ufffd\ufffd"),
        (b'{"message": "cut', "application/json", '{"message": "cut'),
    ],
)
def test_bodies_of_all_shapes(body: bytes, content_type: str, message: str) -> None:
    assert read_problem(body, content_type).message == message


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("502 Bad gateway", "Bad gateway"),
        ("502: Bad gateway", "Bad gateway"),
        ("Error 502 - Bad gateway", "Bad gateway"),
        ("HTTP Error 502 – Bad gateway", "Bad gateway"),
        ("HTTP/1.1 502 Bad gateway", "Bad gateway"),
        ("502", ""),
        ("5020 Bad gateway", "5020 Bad gateway"),
        ("502.3 Bad gateway", "502.3 Bad gateway"),
        ("504 Gateway timeout", "504 Gateway timeout"),
        ("Bad gateway (502)", "Bad gateway (502)"),
    ],
)
def test_a_page_does_not_say_the_status_again(said: str, told: str) -> None:
    page = f"<html><title>{said}</title></html>".encode()
    assert read_problem(page, "text/html", 502).message == told
    assert read_problem(f"{said}\n".encode(), "text/plain", 502).message == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("400 tokens are the most", "400 tokens are the most"),
        ("400 Bad Request", "Bad Request"),
        ("400: no such field", "no such field"),
        ("HTTP 400 - no such field", "no such field"),
        ("Error 400", ""),
        ("400", ""),
        ("400-dimensional vectors only", "400-dimensional vectors only"),
        ("404: no such field", "404: no such field"),
    ],
)
def test_a_number_in_the_words_of_an_api_is_theirs_unless_it_is_the_status(
    said: str, told: str
) -> None:
    for body in ({"message": said}, {"error": {"message": said}}, said):
        problem = read_problem(json.dumps(body).encode(), "application/json", 400)
        assert problem.message == told


def test_a_long_message_is_shortened() -> None:
    message = read_problem(json.dumps({"message": "x" * 100_000}).encode()).message
    assert len(message) == 2_000
    assert message.endswith("…")


@pytest.mark.parametrize(
    "start", ["<", "<h1>", "<title>", "<script", "<message ", "</h1>", "<h1 a='", "&"]
)
def test_no_page_is_hard_to_read(start: str) -> None:
    page = start * 1_000_000
    assert len(read_problem(page.encode(), "text/html").message) <= 2_000


def test_id_and_type_that_are_no_text_are_left_out() -> None:
    assert read_problem(b'{"message":"a","id":5,"error_type":null}') == Problem(message="a")


@given(st.binary() | st.text().map(str.encode), st.sampled_from(["", "text/html", "text/xml"]))
def test_any_body_is_read(body: bytes, content_type: str) -> None:
    problem = read_problem(body, content_type)
    problem.message.encode()

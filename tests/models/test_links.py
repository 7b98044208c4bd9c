"""Which addresses may be opened, and which may be sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from cohere_tui.models.links import Link, is_search_link, is_web_link

LINK: TypeAdapter[str] = TypeAdapter(Link)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://idp.example/authorize?client_id=abc&state=xyz", True),
        ("HTTP://127.0.0.1:8000/search", True),
        ("https://[::1]:8000/", True),
        ("https://münchen.example/", True),
        ("", False),
        ("/search", False),
        ("//idp.example/", False),
        ("https://", False),
        ("https:///search", False),
        ("https://[::1/", False),
        ("https://h.example:port/", False),
        ("https://h.example:99999/", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("ftp://h.example/", False),
        ("https://h.example/ ", False),
        ("https://h.example/\x1b]8;;", False),
        ("https://h.example/\u202egpj", False),
    ],
)
def test_a_web_link(text: str, *, good: bool) -> None:
    assert is_web_link(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://wiki.example/search", True),
        ("https://wiki.example/a/search?tenant=1", True),
        ("https://wiki.example/search/", False),
        ("https://wiki.example/find?x=/search", False),
        ("https://wiki.example", False),
        ("ftp://wiki.example/search", False),
        ("wiki.example/search", False),
    ],
)
def test_where_a_connector_is_asked(text: str, *, good: bool) -> None:
    assert is_search_link(text) is good


def test_a_link_holds_no_password() -> None:
    with pytest.raises(ValidationError, match="user name and a password"):
        LINK.validate_python("https://me:pw@idp.example/")


@settings(max_examples=50)
@given(text=st.text() | st.text(max_size=20).map("https://".__add__))
def test_any_text_is_a_link_or_not(text: str) -> None:
    if is_web_link(text):
        assert text.isprintable()
        assert text.lower().startswith(("http://", "https://"))

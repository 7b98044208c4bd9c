"""Base URLs as people write them, and what cannot be one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cohere_tui.client.endpoint import Endpoint, check_header
from cohere_tui.client.paths import Query, encode_query, path_of
from cohere_tui.errors import ConfigError, RequestInvalid


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://api.cohere.com", "https://api.cohere.com/v2/chat"),
        ("https://api.cohere.com/", "https://api.cohere.com/v2/chat"),
        ("https://api.cohere.com/v1", "https://api.cohere.com/v2/chat"),
        ("https://api.cohere.com/v2/", "https://api.cohere.com/v2/chat"),
        (" https://api.cohere.com\n", "https://api.cohere.com/v2/chat"),
        ("HTTPS://api.cohere.com", "https://api.cohere.com/v2/chat"),
        ("https://api.cohere.ai/compatibility/v1", "https://api.cohere.ai/v2/chat"),
        ("https://gateway.example/cohere", "https://gateway.example/cohere/v2/chat"),
        ("https://gateway.example/cohere/v1//", "https://gateway.example/cohere/v2/chat"),
        ("https://gateway.example/v1/cohere", "https://gateway.example/v1/cohere/v2/chat"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v2/chat"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v2/chat"),
        ("https://münchen.example", "https://münchen.example/v2/chat"),
    ],
)
def test_base_urls_end_where_the_version_begins(base: str, url: str) -> None:
    assert Endpoint(base).url("/v2/chat") == url


@pytest.mark.parametrize(
    ("base", "complaint"),
    [
        ("", "is empty"),
        ("api.cohere.com", "does not begin with https://"),
        ("localhost:8000", "does not begin with https://"),
        ("ftp://api.cohere.com", "does not begin with https://"),
        ("https:api.cohere.com", "does not begin with https://"),
        ("https://", "names no host"),
        ("https:///v1", "names no host"),
        ("https://api.cohere.com:port", "no valid host and port"),
        ("https://api.cohere.com:99999", "no valid host and port"),
        ("https://[::1", "no valid host and port"),
        (f"https://{'a' * 70}.example", "no valid host and port"),
        ("https://api.co here.com", "white space"),
        ("https://api.co\nhere.com", "white space"),
        ("https://api.cohere.com\x1b[2J", "control character"),
        ("https://api.cohere.com?x=1", "holds a \\? or #"),
    ],
)
def test_what_is_no_base_url_says_why_and_how_it_is_written(base: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint) as caught:
        Endpoint(base).url("/v1/models")
    assert "https://api.cohere.com" in caught.value.remedy


def test_a_password_in_the_url_is_refused_and_never_shown() -> None:
    endpoint = Endpoint("https://me:hunter2@api.cohere.com/x")
    with pytest.raises(ConfigError) as caught:
        endpoint.url("/v1/models")
    assert "hunter2" not in f"{caught.value}{caught.value.remedy}{endpoint!r}"


@pytest.mark.parametrize(
    ("base", "loopback", "encrypted"),
    [
        ("http://127.0.0.1:1", True, False),
        ("http://127.9.9.9", True, False),
        ("http://localhost:8000/v1", True, False),
        ("https://api.localhost", True, True),
        ("http://[::1]", True, False),
        ("https://api.cohere.com", False, True),
        ("http://127.0.0.1.example", False, False),
    ],
)
def test_an_endpoint_knows_whether_it_is_near_and_encrypted(
    base: str, *, loopback: bool, encrypted: bool
) -> None:
    endpoint = Endpoint(base)
    assert (endpoint.loopback, endpoint.encrypted) == (loopback, encrypted)


def test_the_host_is_shown_with_its_port() -> None:
    assert Endpoint("http://127.0.0.1:8000/v1").host == "127.0.0.1:8000"


@pytest.mark.parametrize("key", ["abc\ndef", "abc\r", "schlüssel", "a\x00b", "key “quoted”", "\t"])
def test_a_key_that_no_header_can_hold_is_refused_unseen(key: str) -> None:
    with pytest.raises(ConfigError, match="the API key holds") as caught:
        check_header("the API key", key)
    assert key not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("command-a-03-2025", "/v1/models/command-a-03-2025"),
        ("CohereLabs/c4ai-aya", "/v1/models/CohereLabs/c4ai-aya"),
        ("a b?c#d%e:f", "/v1/models/a%20b%3Fc%23d%25e%3Af"),
        ("é", "/v1/models/%C3%A9"),
        ("...", "/v1/models/..."),
    ],
)
def test_ids_are_encoded_but_for_their_slashes(model: str, path: str) -> None:
    assert path_of("/v1/models/{}", model) == path


@pytest.mark.parametrize("name", ["", ".", "..", "a/../b", "/a", "a/", "a//b"])
def test_ids_that_name_another_path_are_refused(name: str) -> None:
    with pytest.raises(RequestInvalid, match="nothing was sent"):
        path_of("/v1/datasets/{}", name)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"page_size": 20, "a": True, "b": False}, "page_size=20&a=true&b=false"),
        ({"keep_fields": ["a", "b"]}, "keep_fields=a&keep_fields=b"),
        ({"name": "a b&c"}, "name=a+b%26c"),
        ({"page_token": None, "endpoint": "chat"}, "endpoint=chat"),
        ({"before": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)}, "before=2026-01-02T03%3A04%3A05Z"),
        ({}, ""),
    ],
)  # fmt: skip
def test_queries_are_written_as_the_api_reads_them(query: Query, text: str) -> None:
    assert encode_query(query) == text
    assert Endpoint("https://h.example").url("/v1/models", query).partition("?")[2] == text

"""What is kept and shown holds no secret."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.client.redaction import HIDDEN, Redactor, bare_url, origin_of
from tests.client.conftest import KEY


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://h.example/v1/models?page_size=20", "https://h.example/v1/models?page_size=20"),
        ("http://me:pw@proxy.example:3128", "http://proxy.example:3128"),
        ("me:p/w@proxy.example", "proxy.example"),
        ("https://s.example/p?X-Goog-Signature=abc&x=1", f"https://s.example/p?X-Goog-Signature={HIDDEN}&x=1"),
        ("https://s.example/p?x=1&X-Amz-Credential=a%2Fb", f"https://s.example/p?x=1&X-Amz-Credential={HIDDEN}"),
        ("https://s.example/p?sig=abc#end", f"https://s.example/p?sig={HIDDEN}#end"),
        ("https://h.example/v1/models?page_token=abc", "https://h.example/v1/models?page_token=abc"),
    ],
)  # fmt: skip
def test_urls_lose_what_grants_access(url: str, bare: str) -> None:
    assert bare_url(url) == bare


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("Authorization", True),
        ("proxy-authorization", True),
        ("x-api-key", True),
        ("Set-Cookie", True),
        ("x-auth-token", True),
        ("num_tokens", False),
        ("x-debug-trace-id", False),
    ],
)
def test_secret_headers_are_hidden(name: str, *, hidden: bool) -> None:
    assert Redactor(KEY).headers([(name, "value")]) == ((name, HIDDEN if hidden else "value"),)


@pytest.mark.parametrize(
    "name", ["token", "access_token", "api_key", "client_secret", "clientSecret", "wandb_api_key"]
)
def test_secret_fields_are_hidden_in_bodies(name: str) -> None:
    body = json.dumps({"service_auth": {"type": "bearer", name: 'se"cret'}, "x": 1}).encode()
    shown = json.loads(Redactor(KEY).body(body, 1000))
    assert shown == {"service_auth": {"type": "bearer", name: HIDDEN}, "x": 1}


def test_a_secret_field_cut_in_the_middle_is_hidden_too() -> None:
    assert Redactor("").body(b'{"token": "abcdefgh"}', 15) == f'{{"token": "{HIDDEN}'


def test_what_only_sounds_secret_is_kept() -> None:
    body = b'{"next_page_token": "abc", "max_tokens": 5, "text": "the \\"token\\": \\"x\\""}'
    assert Redactor(KEY).body(body, 1000).encode() == body


@given(before=st.binary(max_size=60), after=st.binary(max_size=60), limit=st.integers(0, 150))
def test_no_part_of_the_key_is_kept_wherever_the_cut_is(
    before: bytes, after: bytes, limit: int
) -> None:
    shown = Redactor(KEY).body(before + KEY.encode() + after, limit)
    assert KEY[:10] not in shown


def test_a_word_is_not_taken_for_a_key() -> None:
    assert Redactor("sandbox").text("the sandbox") == "the sandbox"


def test_what_a_body_keeps_secret_is_hidden_wherever_it_turns_up() -> None:
    secret = 'se"cret-ü1'
    body = {"name": "wiki", "service_auth": {"token": secret}, "max_tokens": 5}
    redactor = Redactor(KEY).knowing(json.dumps(body).encode())
    echo = json.dumps({"message": f"{secret} is wrong, as is {KEY} of wiki"}).encode()
    assert json.loads(redactor.raw(echo)) == {
        "message": f"{HIDDEN} is wrong, as is {HIDDEN} of wiki"
    }
    assert redactor.text(secret) == HIDDEN
    plain = Redactor(KEY)
    assert plain.knowing(b'{"max_tokens": 5}') is plain
    assert plain.text(secret) == secret


def test_a_redactor_does_not_tell() -> None:
    assert KEY not in repr(Redactor(KEY))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://h.example/a", "https://h.example/b?c", True),
        ("https://h.example/a", "http://h.example/a", False),
        ("https://h.example", "https://h.example:8443", False),
        ("https://h.example", "https://h.example.evil.example", False),
        ("https://h.example", "https://h.example@evil.example", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, *, same: bool) -> None:
    assert (origin_of(one) == origin_of(other)) is same

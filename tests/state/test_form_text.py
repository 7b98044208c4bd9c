"""What is in a form as a text to be edited, and what is read of it."""

from __future__ import annotations

import pytest

from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.form_text import Unreadable, changes_in, text_of

WAYS = (Option("", "none"), Option("oauth", "OAuth"))
FIELDS = (
    Field("name", "Name", hint="what it\nis called"),
    Field("way", "Authentication", Kind.CHOICE, options=WAYS),
    Field("parts", "Parts", Kind.CHOICES, options=(Option("a", "A"), Option("b", "B"))),
    Field("oauth.id", "Client id"),
    Field("oauth.secret", "Client secret", Kind.SECRET),
    Field("active", "Active", Kind.TOGGLE),
    Field("texts", "Texts", Kind.TEXTS),
)
VALUES = {
    "name": 'Bad "name" \\ \u202e\x7f\x9b[bold]\n' + "😀" * 50,
    "way": "",
    "parts": "a",
    "oauth.id": "abc",
    "oauth.secret": "s3cret",
    "active": "yes",
    "texts": "one\ntwo\x7f\udc80",
}


def test_everything_but_secrets_is_written() -> None:
    text = text_of(FIELDS, VALUES)
    assert "s3cret" not in text
    assert "# oauth.secret is written in the form only" in text
    assert '# one of: "" none · "oauth" OAuth' in text
    assert "# Name: what it is called" in text
    assert "active = true" in text


def test_what_was_not_touched_is_no_change_whatever_is_in_it() -> None:
    text = text_of(FIELDS, VALUES)
    assert changes_in(text, text, FIELDS) == {}
    assert changes_in("", text, FIELDS) == {}


def test_changes_are_read_as_the_form_writes_them() -> None:
    before = text_of(FIELDS, VALUES)
    text = 'name = " two\\nlines "\nway = "oauth"\nparts = "a,b"\nactive = false\n[oauth]\nid = ""'
    assert changes_in(text, before, FIELDS) == {
        "name": "two lines",
        "way": "oauth",
        "parts": "a,b",
        "active": "",
        "oauth.id": "",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name = 'a'\nway", "line 2|end of document"),
        ("nmae = 'x'", "there is no field nmae"),
        ("name = 5", "name is a text in quotes"),
        ("name = ['a']", "name is a text in quotes"),
        ("active = 'yes'", "active is true or false"),
        ("way = 'basic'", 'way is one of "", "oauth"'),
        ("parts = 'a,c'", 'parts is one of "a", "b"'),
        ("oauth.secret = 'x'", "oauth.secret is written in the form only"),
        (f"name = '{'x' * 10_001}'", "name has more than 10,000 letters"),
        (f"name = {'[' * 100_000}", "too many"),
        ("name = 'a'\nname = 'b'", "Cannot overwrite a value"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        changes_in(text, text_of(FIELDS, VALUES), FIELDS)

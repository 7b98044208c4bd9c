"""Answers about nothing but the prompt."""

from __future__ import annotations

import ast
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.answers.prose import prose
from cohere_tui.sandbox.catalogue import BY_NAME
from cohere_tui.sandbox.chat.ask import Ask, Said

MODEL = BY_NAME["command-a-03-2025"]
PROMPTS = ("Explain tide mills", "Why is Cobh here?", "潮汐?", "x", "🌊", "tell me a long story")


def ask(prompt: str, *before: Said, seed: int = 0) -> Ask:
    return Ask(MODEL, (*before, Said("user", prompt)), seed=seed)


def kinds(markdown: str) -> set[str]:
    return {token.type for token in MarkdownIt().enable("table").parse(markdown)}


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("seed", range(4))
def test_it_says_that_it_is_a_sandbox(prompt: str, seed: int) -> None:
    assert "**sandbox**" in prose(ask(prompt, seed=seed))


@given(st.text(min_size=1, max_size=100), st.integers(0, 2**64 - 1))
def test_every_prompt_is_answered_the_same_way_twice(prompt: str, seed: int) -> None:
    said = prose(ask(prompt, seed=seed))
    assert said.strip()
    assert said == prose(ask(prompt, seed=seed))


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("Tides with a table", "table_open"),
        ("Tides as a list", "bullet_list_open"),
        ("The steps of tides", "ordered_list_open"),
        ("Tides with a quote", "blockquote_open"),
        ("Tides in Python", "fence"),
        ("a script about tides", "fence"),
        ("Tides", "heading_open"),
    ],
)
def test_what_is_asked_for_is_there(prompt: str, kind: str) -> None:
    assert kind in kinds(prose(ask(prompt)))


def test_links_and_settings() -> None:
    assert "](https://docs.cohere.com/" in prose(ask("tides with links"))
    told = Ask(MODEL, (Said("user", "show the settings"),), settings={"temperature": 0.5})
    assert "| `temperature` | 0.5 |" in prose(told)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("python", "python"), ("js", "javascript"), ("typescript", "typescript")),
        *(("rust", "rust"), ("golang", "go"), ("sql", "sql")),
        *(("shell", "bash"), ("json", "json"), ("yaml", "yaml")),
    ],
)
def test_code_is_in_the_language_that_is_named(name: str, language: str) -> None:
    said = prose(ask(f"Write some {name} code about harbour tides"))
    match = re.search(r"^```(\w+)\n(.+?)\n```$", said, re.MULTILINE | re.DOTALL)
    assert match
    assert match[1] == language
    assert "harbour" in match[2]
    if name == "python":
        ast.parse(match[2])
    if name == "json":
        assert json.loads(match[2]) == {"harbour": 7, "tides": 5}


@pytest.mark.parametrize("length", [100, 800, 5000])
def test_it_is_as_long_as_asked(length: int) -> None:
    said = prose(ask(f"Write {length} words about Cobh and Youghal"))
    assert length <= len(said.split()) <= length + 250


def test_a_long_answer_is_longer_and_a_short_one_shorter() -> None:
    short, usual, long = (
        len(prose(ask(f"{how} tides"))) for how in ("Briefly,", "Explain", "A long")
    )
    assert short < usual < long


def test_a_greeting_is_returned_briefly() -> None:
    assert prose(ask("Hi!")).startswith("Hello!")
    assert not prose(ask("Hi, what is a tide mill good for?")).startswith("Hello!")


def test_the_conversation_and_the_system_prompt_are_noticed() -> None:
    before = (
        Said("system", "Be  kind.\n" * 20),
        Said("user", "Harbours?"),
        Said("assistant", "Yes."),
    )
    said = prose(ask("And tides?", *before))
    assert "*harbours*" in said
    assert "The system prompt, “Be kind." in said


def test_a_sum_is_worked_out() -> None:
    assert prose(ask("What is 17 x 23?")).startswith("17 × 23 = **391**")


@given(st.text())
def test_an_echo_is_word_for_word(text: str) -> None:
    assert compose(ask(f"/echo {text}")).text == text


def test_a_book_of_a_prompt_is_not_read_to_its_end() -> None:
    told = ask("Tide At Harbours. " * 50_000)
    assert len(told.question) == 20_000
    assert "*harbours*" in prose(told)

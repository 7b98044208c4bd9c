"""A short Markdown answer about the prompt: worked out from its words, and honest about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.chance import chance_of
from cohere_tui.sandbox.answers.code import code
from cohere_tui.sandbox.answers.sums import worked
from cohere_tui.sandbox.answers.tokens import count
from cohere_tui.sandbox.answers.words import listed, subjects, words

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from cohere_tui.sandbox.chat.ask import Ask

MOST_WORDS = 20_000
GREETINGS = frozenset(
    ("hi", "hello", "hey", "hallo", "bonjour", "hola", "ciao", "moin", "morning", "thanks")
)  # fmt: skip
"""Words that ask for nothing."""
_LENGTH = re.compile(r"(\d{2,6})[ -](?:words?|wörter|mots)\b", re.IGNORECASE)
_LONG_TEXT = """
    long longer detailed detail essay story article report thorough everything
"""
_LONG = frozenset(_LONG_TEXT.split())
_SHORT = frozenset(
    ("short", "shortly", "brief", "briefly", "concise", "tersely")
)  # fmt: skip
_DOCS = "https://docs.cohere.com"

_OPENINGS = (
    "This is the **sandbox**: no model was asked, and what follows is worked out from your words.",
    "You are talking to the **sandbox**. It knows no facts; it only looks closely at your words.",
    "No model is listening: this is the **sandbox**, and it answers from the words of the prompt.",
)
_SENTENCES = (
    "The prompt sets *{a}* beside *{b}*, and an answer would begin where the two meet.",
    "Of everything it names, *{a}* comes first, which is usually where the weight lies.",
    "Whoever asks about {a} tends to ask about {b} next.",
    "One could go the other way round: start at {b}, and come back to {a} in the end.",
    "There is a difference between saying `{a}` and showing it, and the second is longer.",
    "A model would now bring in what it has read about {a}; the sandbox has read nothing.",
    "It is worth asking what would change if {b} were left out.",
    "Put plainly: {a}, then {b}, then the rest.",
    "Some would call {a} the **cause** and {b} the *effect*; the prompt leaves it open.",
    "Nothing here depends on {b} alone.",
    "Read slowly, the question is smaller than it looks.",
    "That is one reading among several, and the most literal of them.",
)


def prose(ask: Ask) -> str:
    """Markdown about the last prompt: as long as asked for, with what was asked for in it."""
    prompt = ask.question
    subject = subjects(prompt)
    chance = chance_of(f"{ask.seed}\0{prompt}\0{len(ask.messages)}")
    said = frozenset(words(prompt))
    if said & GREETINGS and len(said) <= 4:
        return _greeting(ask)
    wanted = _LENGTH.search(prompt)
    if wanted:
        return _essay(ask, subject, chance, min(int(wanted[1]), MOST_WORDS))
    if said & _LONG:
        return _essay(ask, subject, chance, 600)
    return _answer(ask, subject, chance, brief=bool(said & _SHORT))


def _greeting(ask: Ask) -> str:
    return (
        f"Hello! This is the **sandbox**, speaking as `{ask.model.name}`: everything works, and no "
        "model was asked.\n\nTry asking for a *table*, a *list*, some *Python code*, or 500 words "
        "about anything."
    )


def _answer(ask: Ask, subject: Sequence[str], chance: random.Random, *, brief: bool) -> str:
    block = code(ask.question, subject)
    parts = [f"## {_title(subject)}", chance.choice(_OPENINGS) + _obeying(ask)]
    result = worked(ask.question)
    if result:
        sign, _, value = result.rpartition(" ")
        return f"{sign} **{value}**\n\n{parts[1]}"
    if brief:
        return "\n\n".join([parts[1], block or _told(ask, subject)])
    parts.append(_told(ask, subject))
    if block:
        parts += [
            "Here is a start:",
            block,
            "It runs as it stands, and does what its comment says.",
        ]
    sections = _sections(ask, subject, chance)
    asked = [make for name, make in sections.items() if name in words(ask.question)]
    free = [make for make in sections.values() if make not in asked]
    chosen = asked or chance.sample(free, 1 if block else 2)
    return "\n\n".join([*parts, *(make() for make in chosen)])


def _essay(ask: Ask, subject: Sequence[str], chance: random.Random, length: int) -> str:
    """About `length` words, under headings, with lists and tables between the paragraphs."""
    parts = [f"# {_title(subject)}", chance.choice(_OPENINGS) + _obeying(ask)]
    sections = list(_sections(ask, subject, chance).values())
    written, chapter = sum(len(part.split()) for part in parts), 0
    while written < length:
        chapter += 1
        fresh = [f"## {chapter}. {_title(chance.sample(subject, min(2, len(subject))))}"]
        fresh += [paragraph(subject, chance, 4), paragraph(subject, chance, 5)]
        if written + 200 < length:
            fresh.append(sections[chapter % len(sections)]())
        parts += fresh
        written += sum(len(part.split()) for part in fresh)
    return "\n\n".join(parts)


def paragraph(subject: Sequence[str], chance: random.Random, sentences: int) -> str:
    """So many sentences about a subject, none of them twice."""
    pool = list(dict.fromkeys([*subject, "the question", "the answer"]))[: max(2, len(subject))]
    written = []
    for one in chance.sample(_SENTENCES, sentences):
        first, second = chance.sample(pool, 2)
        written.append(one.format(a=first, b=second))
    return " ".join(written)


def _title(subject: Sequence[str]) -> str:
    return " ".join(subject[:3]).capitalize() or "About your message"


def _obeying(ask: Ask) -> str:
    first = " ".join(ask.system.split())
    shown = first if len(first) <= 80 else first[:79] + "…"
    return f" The system prompt, “{shown}”, was received." if first else ""


def _told(ask: Ask, subject: Sequence[str]) -> str:
    """What the sandbox knows: the prompt, counted."""
    length = len(words(ask.question))
    told = f"You wrote {length} word{'' if length == 1 else 's'} ({count(ask.prompt)} tokens)"
    told += f", about {listed(list(subject[:3]), '*')}." if subject else "."
    before = [said.text for said in ask.messages if said.role == "user"][:-1]
    if before:
        asked = listed(subjects(before[-1])[:3], "*") or "nothing in particular"
        told += f" Before that you asked about {asked}."
    images = sum(said.images for said in ask.messages)
    return told + (f" {images} image(s) came along." if images else "")


def _sections(
    ask: Ask, subject: Sequence[str], chance: random.Random
) -> dict[str, Callable[[], str]]:
    """Parts to choose from, by the word that asks for them."""
    return {
        "table": lambda: _table(ask, subject),
        "list": lambda: _list(subject, chance),
        "steps": lambda: _steps(subject),
        "quote": lambda: _quote(ask.question),
        "links": _links,
        "settings": lambda: _settings(ask),
    }


def _table(ask: Ask, subject: Sequence[str]) -> str:
    said = words(ask.question)
    rows = [f"| {word} | {len(word)} | {said.count(word)} |" for word in subject[:6]]
    return "\n".join(
        ["| Word | Letters | Times |", "|---|---:|---:|", *(rows or ["| – | 0 | 0 |"])]
    )


def _list(subject: Sequence[str], chance: random.Random) -> str:
    lines = []
    for word in subject[:4] or ["your message"]:
        lines += [f"- **{word}**", f"  - {paragraph([word, *subject[:2]], chance, 1)}"]
    return "\n".join(lines)


def _steps(subject: Sequence[str]) -> str:
    first, last = (subject[0], subject[-1]) if subject else ("the words", "the answer")
    return (
        f"1. Take *{first}* as it stands.\n2. Look for what joins it to *{last}*.\n"
        f"3. Say so, ~~at length~~ in one sentence.\n4. Ask a real model when it matters."
    )


def _quote(prompt: str) -> str:
    first = prompt.strip().splitlines()[:3] or ["…"]
    return "\n".join(f"> {line[:200]}" for line in first)


def _links() -> str:
    return (
        "To talk to a model, take a key from the [dashboard](https://dashboard.cohere.com) "
        f"and read the [chat guide]({_DOCS}/docs/chat-api); the API is at <{_DOCS}/reference/chat>."
    )


def _settings(ask: Ask) -> str:
    settings = {"model": ask.model.name, **(ask.settings or {})}
    rows = [f"| `{name}` | {value} |" for name, value in settings.items()]
    return "\n".join(["| Setting | Value |", "|---|---|", *rows])

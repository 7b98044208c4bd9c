"""The text that is streamed: Markdown of every kind, the same in every run, cut into tokens."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN = "beginmark"
"""The first word of every document."""

END = "endmark"
"""The last word of every document: once it is painted, all is."""

_WORDS = (
    *("tide", "mill", "wheel", "stone", "water", "river", "bank", "harbour", "flour", "bone"),
    *("meal", "gate", "pond", "sluice", "grain", "sack", "miller", "barley", "lease", "tenant"),
    *("parish", "ledger", "timber", "oak", "iron", "shaft", "gear", "tooth", "bearing", "repair"),
)
_TOKEN = re.compile(r"\s*(?:\w{1,6}|[^\w\s]{1,3})|\s+")


def tokens(count: int) -> list[str]:
    """Exactly so many tokens of about four characters.

    The first is `BEGIN`, the last of each quarter `quartermark1` to `quartermark3`, then `END`:
    words in paragraphs of their own.
    """
    blocks = _blocks()
    pieces = [f"{BEGIN}\n\n"]
    for number in range(1, 5):
        due = count * number // 4 - 1
        while len(pieces) < due:
            block = next(blocks)
            # What no longer fits is filled up with words, so that no block is cut in the middle.
            room = due - len(pieces)
            pieces += block if len(block) <= room else [" tide"] * room
        mark = END if number == 4 else f"quartermark{number}"
        pieces.append(f"\n\n{mark}\n\n")
    return pieces


def answer(seed: int, characters: int) -> str:
    """A Markdown text of about so many characters."""
    chance = random.Random(seed)
    text = ""
    while len(text) < characters:
        text += _block(chance)
    return text


def _blocks() -> Iterator[list[str]]:
    chance = random.Random(7)
    while True:
        yield _TOKEN.findall(_block(chance))


def _block(chance: random.Random) -> str:
    kind = chance.choice((_paragraph, _paragraph, _heading, _bullets, _table, _code, _quote))
    return kind(chance) + "\n\n"


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(6, 14))]
    at = chance.randrange(len(words))
    style = chance.choice(("{}", "{}", "**{}**", "*{}*", "`{}`", "[{}](https://example.com)"))
    words[at] = style.format(words[at])
    return " ".join(words).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(2, 5)))


def _heading(chance: random.Random) -> str:
    return f"## {_sentence(chance)}"


def _bullets(chance: random.Random) -> str:
    return "\n".join(f"- {_sentence(chance)}" for _ in range(chance.randint(3, 6)))


def _table(chance: random.Random) -> str:
    rows = [f"| {chance.choice(_WORDS)} | {chance.randint(1, 999)} | {chance.choice(_WORDS)} |"]
    rows += [rows[0] for _ in range(chance.randint(2, 5))]
    return "\n".join(["| part | count | since |", "|---|---|---|", *rows])


def _code(chance: random.Random) -> str:
    lines = [
        f"def {chance.choice(_WORDS)}_{number}({chance.choice(_WORDS)}: int) -> int:\n"
        f'    """{_sentence(chance)}"""\n'
        f"    return {chance.choice(_WORDS)} * {chance.randint(2, 99)}\n"
        for number in range(chance.randint(2, 5))
    ]
    return "```python\n" + "\n".join(lines) + "```"


def _quote(chance: random.Random) -> str:
    return f"> {_sentence(chance)}"

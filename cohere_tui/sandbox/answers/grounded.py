"""Answers out of documents and tool results, each quotation cited."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.answer import Draft, Reply
from cohere_tui.sandbox.answers.words import listed, sentences, stems

if TYPE_CHECKING:
    from cohere_tui.sandbox.chat.ask import Passage

MOST_QUOTES = 4
MOST_FACTS = 12
_LONGEST_FACT = 120
_NOTE = "\n\n*Answered by the sandbox from {}; no model was asked.*"


def from_documents(prompt: str, documents: Sequence[Passage]) -> Reply:
    """The sentences of the documents that meet the prompt best, quoted word for word."""
    draft = Draft()
    quotes = _best(prompt, documents)
    if not quotes:
        titles = listed([passage.title for passage in documents[:MOST_QUOTES]], "*")
        draft.add(f"The documents given do not say. They are {titles}.")
    elif len(quotes) == 1:
        sentence, passage = quotes[0]
        draft.add(f"According to *{passage.title}*: ").cite(sentence, *_saying(sentence, documents))
    else:
        draft.add(f"{len(quotes)} passages of the documents answer this:\n")
        for sentence, passage in quotes:
            draft.add(f"\n- *{passage.title}*: ").cite(sentence, *_saying(sentence, documents))
    return draft.add(_NOTE.format("the documents given")).reply()


def from_results(prompt: str, results: Sequence[Passage]) -> Reply:
    """What the tools answered, value for value."""
    draft = Draft()
    for number, passage in enumerate(results):
        draft.add("\n\n" if number else "").add(f"`{passage.title}` says: ")
        rows = _rows(passage.data)
        if rows:
            _table(draft, rows, passage)
        elif isinstance(passage.data, Mapping | list):
            _facts(draft, passage)
        else:
            quotes = _best(prompt, [passage]) or [(s, passage) for s in sentences(passage.text)[:1]]
            for at, (sentence, _) in enumerate(quotes):
                draft.add(" " if at else "").cite(sentence, passage.source)
    return draft.add(_NOTE.format("the results of the tools")).reply()


def _best(prompt: str, passages: Sequence[Passage]) -> list[tuple[str, Passage]]:
    """The sentences that share most with the prompt, in their own order; rare words count more."""
    asked = stems(prompt)
    pool = [(sentence, passage) for passage in passages for sentence in sentences(passage.text)]
    common = Counter(word for sentence, _ in pool for word in stems(sentence) & asked)
    scores = [
        sum(1 / common[word] for word in stems(sentence) & asked)
        + len(stems(passage.title) & asked) / 4
        for sentence, passage in pool
    ]
    if not any(scores) and _of_everything(asked):
        return [
            (sentences(passage.text)[0], passage)
            for passage in passages[:MOST_QUOTES]
            if sentences(passage.text)
        ]
    ranked = sorted(range(len(pool)), key=lambda at: -scores[at])
    best = [
        at for at in ranked[:MOST_QUOTES] if scores[at] > 0 and scores[at] >= scores[ranked[0]] / 2
    ]
    unique = {pool[at][0]: pool[at] for at in sorted(best)}
    return list(unique.values())


def _of_everything(asked: frozenset[str]) -> bool:
    return not asked or bool(
        asked & stems("summarize summarise summary overview document documents")
    )


def _saying(sentence: str, passages: Sequence[Passage]) -> list[Mapping[str, Any]]:
    """Every source in which a sentence stands."""
    return [passage.source for passage in passages if sentence in passage.text]


def _facts(draft: Draft, passage: Passage) -> None:
    """`name is value, name is value`: the leaves of what a tool answered."""
    facts = _leaves(passage.data, "")[:MOST_FACTS]
    if not facts:
        draft.add("nothing")
    for number, (name, value) in enumerate(facts):
        draft.add(", " if number else "").add(f"**{name}** is " if name else "")
        draft.cite(value, passage.source)
    draft.add(".")


def _leaves(value: Any, name: str) -> list[tuple[str, str]]:
    if isinstance(value, Mapping):
        parts = [(f"{name}.{key}" if name else str(key), part) for key, part in value.items()]
    elif isinstance(value, list):
        parts = [(name, part) for part in value]
    else:
        return [(name, _shown(value))]
    return [leaf for part_name, part in parts for leaf in _leaves(part, part_name)]


def _shown(value: Any) -> str:
    """A value on one line, the beginning of it verbatim."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return (text.strip().splitlines() or ["(empty)"])[0][:_LONGEST_FACT]


def _rows(data: Any) -> list[dict[str, str]]:
    """A list of flat objects with the same keys, as rows of a table; empty for everything else."""
    if not isinstance(data, list) or len(data) < 2 or not isinstance(data[0], Mapping):
        return []
    rows = [{str(k): _shown(v) for k, v in row.items()} for row in data if isinstance(row, Mapping)]
    whole = len(rows) == len(data) and rows[0] and all(row.keys() == rows[0].keys() for row in rows)
    plain = whole and not any("|" in cell for row in rows for cell in (*row, *row.values()))
    return rows[:MOST_FACTS] if plain else []


def _table(draft: Draft, rows: Sequence[Mapping[str, str]], passage: Passage) -> None:
    draft.add(f"\n\n| {' | '.join(rows[0])} |\n|{'---|' * len(rows[0])}")
    for row in rows:
        draft.add("\n|")
        for cell in row.values():
            draft.add(" ").cite(cell, passage.source).add(" |")

"""Cards: an answer that grew is the answer made at once, and growing says what is new."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.models.chat import ChatResponse
from cohere_tui.models.chat_events import read_event
from cohere_tui.state.parts import Block, Citation, Failure, Phase, Source, Timing, ToolCall, Usage
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import ToolResult, Turn
from cohere_tui.widgets.log.entry_cards import MOST_LINES, card_of
from cohere_tui.widgets.log.flow import MOST_SHOWN
from cohere_tui.widgets.log.parts import Page
from cohere_tui.widgets.log.plain_lines import MOST_DRAWN
from cohere_tui.widgets.log.turn_card import stats
from cohere_tui.widgets.markdown.line import Look
from cohere_tui.widgets.themes import ASCII
from tests.conftest import FIXTURES
from tests.models.streams import data_of
from tests.state.streamed import stream_of
from tests.widgets.log.made import (
    PAGE,
    answer,
    card_lines,
    drawn,
    growing,
    laid_out,
    prompt,
    talk,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cohere_tui.widgets.log.cards import Card

STREAMS = {path.stem: path for path in sorted((FIXTURES / "streams").glob("v2_chat.*.sse"))}
RESPONSES = {path.stem: path for path in sorted((FIXTURES / "responses").glob("v2_chat.*.json"))}

_PAGES = st.sampled_from([Page(60), Page(17), Page(1), Page(40, Look(ascii=True), ASCII)])
_SIZES = st.lists(st.integers(1, 7), max_size=200)
_LOOKS = st.lists(st.booleans(), max_size=300)
"""Which states are drawn: events that come between two beats are drawn together."""

MARKDOWN = """\
# Tide **mills**

A paragraph with a [link](https://example.com/a "t"), [a late one][late], `code` and *more*.

- one
- two
  1. deep

> quoted
> lines

```python
def grind(tide: int) -> str:
    return f"{tide}"  # flour
```

| a | b |
|---|:-:|
| 1 | 2 |
| 潮汐 | 🌊 |

Setext
======

[late]: https://example.com/late
Last words, [^1] and a half **open
"""


def grow(card: Card, states: Iterable[Turn], drawn_now: list[bool], page: Page) -> None:
    """Feed `states` to a card; after each, what it calls unchanged is unchanged."""
    *states, last = states
    draw = iter(drawn_now)
    for state in [*(s for s in states if next(draw, True)), last]:
        before = card_lines(card, page)
        changed = card.grow(state)
        after = card_lines(card, page)
        assert after[:changed] == before[:changed]
        assert changed <= card.height(page)
        assert card.entry is state
        assert all(line.width <= page.width or page.width == 1 for line in after)


def states_of(events: Iterable[str | dict[str, Any]]) -> list[Turn]:
    """The answer after each event, and after the end of the stream."""
    turn = Turn("t", model="command-a-03-2025", timing=Timing(started=100.0))
    states = [turn]
    now = 100.0
    for event in events:
        now += 0.1
        turn = turn.apply(read_event(event if isinstance(event, str) else json.dumps(event)), now)
        states.append(turn)
    return [*states, turn.ended(now)]


def cutter(sizes: list[int]) -> Callable[[str], list[str]]:
    """Cuts texts into pieces of these sizes, the rest of each into one."""
    supply = iter(sizes)

    def cut(text: str) -> list[str]:
        pieces = []
        while text:
            size = next(supply, len(text))
            pieces.append(text[:size])
            text = text[size:]
        return pieces

    return cut


def in_pieces(data: str, cut: Callable[[str], list[str]]) -> list[str]:
    """A content delta of a stream as several; any other event as it is."""
    try:
        event = json.loads(data)
        content = event["delta"]["message"]["content"]
        key = next(key for key in ("text", "thinking") if isinstance(content[key], str))
    except (ValueError, TypeError, KeyError, StopIteration):
        return [data]
    if event.get("type") != "content-delta":
        return [data]
    delta = event["delta"]
    return [
        json.dumps(event | {"delta": delta | {"message": {"content": content | {key: piece}}}})
        for piece in cut(content[key])
    ]


@pytest.mark.parametrize("name", STREAMS)
@settings(max_examples=25)
@given(_SIZES, _LOOKS, _PAGES)
def test_a_recorded_stream_ends_as_the_whole_answer(
    name: str, sizes: list[int], looks: list[bool], page: Page
) -> None:
    cut = cutter(sizes)
    states = states_of(piece for data in data_of(STREAMS[name]) for piece in in_pieces(data, cut))
    card = laid_out(states[0], page)
    grow(card, states, looks, page)
    assert drawn(card_lines(card, page)) == drawn(card_lines(laid_out(states[-1], page), page))
    assert card.copy == card_of(states[-1]).copy


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("fast", [True, False], ids=["fast", "accurate"])
@settings(max_examples=15)
@given(_SIZES, _LOOKS, _PAGES)
def test_an_answer_cut_anywhere_ends_as_the_one_in_one_piece(
    name: str, fast: bool, sizes: list[int], looks: list[bool], page: Page
) -> None:
    body = json.loads(RESPONSES[name].read_bytes())
    states = states_of(stream_of(body, cutter(sizes), fast=fast))
    card = laid_out(states[0], page)
    grow(card, states, looks, page)
    final = states[-1]
    whole = Turn.of_response(ChatResponse.model_validate(body), replace(states[0]), 100.0)
    assert final.same_answer(whole)
    whole = replace(whole, timing=final.timing)
    assert drawn(card_lines(card, page)) == drawn(card_lines(laid_out(whole, page), page))


@settings(max_examples=60)
@given(_SIZES, _LOOKS, _PAGES, st.integers(0, 3))
def test_every_kind_of_block_grows_to_what_it_is(
    sizes: list[int], looks: list[bool], page: Page, thoughts: int
) -> None:
    text = MARKDOWN * 2
    thinking = "Hm, 17 × 23.\n" * thoughts
    lengths = [0]
    for piece in cutter(sizes * 20)(text):
        lengths.append(lengths[-1] + len(piece))
    states = [growing("", thinking=thinking[: n * 5]) for n in range(1, 4)] if thinking else []
    states += [growing(text[:length], thinking=thinking) for length in lengths]
    final = answer(text, "growing", thinking=thinking)
    card = laid_out(states[0], page)
    grow(card, [*states, final], looks, page)
    assert drawn(card_lines(card, page)) == drawn(card_lines(laid_out(final, page), page))


def test_an_answer_that_goes_on_after_its_end_is_drawn_whole() -> None:
    """The wire allows text for a block that was closed."""
    card = laid_out(growing("one"))
    closed = Turn("growing", blocks=(Block("text", Pieces.of("one"), open=False),))
    more = replace(closed, blocks=(Block("text", Pieces.of("one two"), open=False),))
    grow(card, [closed, more], [], PAGE)
    assert "one two" in texts(card_lines(card))
    early = laid_out(closed)
    assert early.grow(more) <= 1
    assert "one two" in texts(card_lines(early))


def test_nothing_is_made_anew_when_nothing_changed() -> None:
    turn = answer(MARKDOWN, thinking="hm")
    card = laid_out(turn)
    before = list(card.parts)
    assert card.grow(replace(turn)) == card.height(PAGE) - 1
    assert all(a is b for a, b in zip(before, card.parts, strict=True))


@pytest.mark.parametrize("entry", [*talk(14), ToolResult("r", "c", "12 °C", 0.0)])
def test_forgetting_keeps_the_height_and_making_again_the_lines(entry: Any) -> None:
    card = laid_out(entry)
    lines, height = card_lines(card), card.height(PAGE)
    card.forget()
    assert not card.laid_out
    assert card.height(PAGE) == height
    card.lay_out(PAGE)
    assert card_lines(card) == lines


def test_the_parts_of_an_answer() -> None:
    source = Source("document", "doc:1", "Mills of\nWales", "text")
    turn = Turn(
        "t",
        model="command-r7b-12-2024",
        blocks=(
            Block("thinking", Pieces.of("hm\n\x1b[31mhm")),
            Block("text", Pieces.of("Carew. Eling.")),
        ),
        calls=(ToolCall("c", "tide", Pieces.of('{"at": "Cobh", "n": [1]}')),),
        citations=(
            Citation(0, 5, "Carew", (source,), block=1),
            Citation(7, 12, "Eling", (source, Source("tool", "tool:2")), block=1),
        ),
        usage=Usage(billed_output=50),
        finish="COMPLETE",
        phase=Phase.DONE,
        timing=Timing(0.0, 0.5, 0.4, 1.5),
    )
    card = laid_out(turn)
    assert texts(card_lines(card)) == [
        "Command R7B" + "1.5 s · 50 tok/s · 50 tokens".rjust(49),
        "▸ Thought for 0.4 s · 10 characters",
        "Carew\u00a0[1]. Eling\u00a0[1][2].",
        '▸ tide {"at": "Cobh", "n": [1]}',
        "",
        "[1] Mills of Wales",
        "[2] tool:2",
        "",
    ]
    card.fold("thinking.0")
    card.fold("call.0")
    assert texts(card_lines(card))[1:4] == ["▾ Thought for 0.4 s · 10 characters", "hm", "␛[31mhm"]
    assert texts(card_lines(card))[5:12] == [
        '▾ tide {"at": "Cobh", "n": [1]}', "{", '  "at": "Cobh",', '  "n": [',
        "    1", "  ]", "}",
    ]  # fmt: skip
    assert card.copy == "Carew. Eling."


def test_what_the_reader_folded_stays_folded_while_the_answer_grows() -> None:
    card = laid_out(growing("", thinking="one"))
    assert texts(card_lines(card))[1:3] == ["▾ Thinking…", "one"]
    card.fold("thinking.0")
    card.grow(growing("", thinking="one two"))
    assert texts(card_lines(card))[1:] == ["▸ Thinking…", ""]
    card.grow(growing("Well", thinking="one two"))
    assert texts(card_lines(card))[1] == "▸ Thought · 7 characters"
    card.fold("thinking.0")
    card.grow(answer("Well.", "growing", thinking="one two"))
    assert texts(card_lines(card))[1:3] == ["▾ Thought · 7 characters", "one two"]


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (Turn(phase=Phase.STOPPED), "! Stopped. What had come is kept; F5 asks again."),
        (Turn(phase=Phase.INTERRUPTED), "! Interrupted before its end."),
        (Turn(phase=Phase.DONE, finish="MAX_TOKENS"), "! Cut at the most tokens allowed."),
        (Turn(phase=Phase.DONE, skipped=1), "! 1 event of the stream could not be read."),
        (Turn(phase=Phase.DONE, skipped=2), "! 2 events of the stream could not be read."),
        (
            Turn(phase=Phase.FAILED, failure=Failure("Too [b]many", "Wait.", 429, "abc\x1b")),
            "✗ 429: Too [b]many\nWait.\ntrace id abc␛",
        ),
        (
            Turn(phase=Phase.FAILED, failure=Failure("It broke", "Wait, then press r.")),
            "✗ It broke\nWait, then press F5.",
        ),
        (Turn(phase=Phase.DONE, finish="COMPLETE"), ""),
        (Turn(phase=Phase.STREAMING, skipped=3), ""),
    ],
)
def test_how_it_ended_is_told(turn: Turn, told: str) -> None:
    assert told in "\n".join(texts(card_lines(laid_out(turn))))
    if not told:
        assert len(card_lines(laid_out(turn))) == 2


@pytest.mark.parametrize(
    ("timing", "usage", "told"),
    [
        (Timing(0, 0.2, None, 2.2), Usage(billed_output=100), "2.2 s · 50 tok/s · 100 tokens"),
        (Timing(0, 2.2, None, 2.2), Usage(billed_output=1), "2.2 s · 1 token"),
        (Timing(0, None, None, 0.1), None, "0.1 s"),
        (Timing(0, None, None, None), None, ""),
    ],
)
def test_how_fast_it_was_is_told(timing: Timing, usage: Usage | None, told: str) -> None:
    assert stats(Turn(phase=Phase.DONE, timing=timing, usage=usage)) == told
    assert stats(Turn(phase=Phase.STREAMING, timing=timing, usage=usage)) == ""


@pytest.mark.parametrize("width", [1, 2, 3, 8, 17, 60])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    source = Source("document", "d", "潮汐の製粉所についての長い題名 " * 5, "")
    turn = Turn(
        model="a-model-of-a-very-long-name-that-goes-on-and-on-until-nobody-cares-any-more",
        blocks=(Block("thinking", Pieces.of("w" * 90)), Block("text", Pieces.of("Carew " * 30))),
        calls=(ToolCall("c", "a_tool" * 30, Pieces.of('{"a": "' + "漢" * 90 + '"}')),),
        citations=(Citation(0, 5, "Carew", (source,), block=1),),
        phase=Phase.FAILED,
        failure=Failure("reason " * 20, "remedy " * 20, 500, "trace"),
        timing=Timing(0, 0.1, 0.1, 1.0),
    )
    page = Page(width)
    for entry in (turn, prompt("潮汐 " * 60 + "w" * 300)):
        card = laid_out(entry, page)
        for part in card.parts:
            card.fold(part.key)
        # A sign of two cells does not fit one; Markdown puts an ellipsis in its place.
        assert [line.text for line in card_lines(card, page) if line.width > width] == []


def test_a_prompt_is_drawn_as_it_was_typed() -> None:
    card = laid_out(prompt("**not bold** [b]x[/b]\n\tcode\x1b[2J\u202e\n\nend"))
    assert texts(card_lines(card))[0].startswith("You")
    assert texts(card_lines(card))[1:] == [
        "**not bold** [b]x[/b]", "    code␛[2J‹U+202E›", "", "end", "",
    ]  # fmt: skip
    assert card.copy == "**not bold** [b]x[/b]\n\tcode\x1b[2J\u202e\n\nend"


def test_a_long_prompt_is_folded() -> None:
    card = laid_out(prompt("line\n" * (MOST_LINES + 1)))
    assert texts(card_lines(card))[1:-1] == [
        *["line"] * MOST_LINES, "▸ 205 characters in all",
    ]  # fmt: skip
    card.fold("rest")
    assert texts(card_lines(card))[1:-1] == [
        *["line"] * (MOST_LINES + 1), "", "▾ 205 characters in all",
    ]  # fmt: skip
    card.fold("rest")
    assert len(card_lines(card)) == MOST_LINES + 3


def test_five_megabytes_are_kept_but_not_drawn() -> None:
    text = "tide " * 1_000_000
    card = laid_out(prompt(text), Page(100))
    assert len(card_lines(card, Page(100))) == MOST_LINES + 3
    card.fold("rest")
    lines = texts(card_lines(card, Page(100)))
    assert (
        lines[-3]
        == f"… {5_000_000 - MOST_DRAWN:,} more characters are kept and copied, but not drawn"
    )
    assert lines[-2] == "▾ 5,000,000 characters in all"
    assert card.copy == text
    assert sum(map(len, lines)) < 1.1 * MOST_DRAWN


@pytest.mark.parametrize("live", [True, False])
def test_of_an_endless_answer_the_rest_is_told(live: bool) -> None:
    text = ("mill " * 20 + "\n\n") * 4000
    assert len(text) > MOST_SHOWN
    shown = growing(text[:MOST_SHOWN]) if live else answer(text, "growing")
    card = laid_out(shown)
    if live:
        grow(card, [growing(text[: MOST_SHOWN + 1]), growing(text)], [], PAGE)
    hidden = f"… {len(text) - MOST_SHOWN:,} more characters are kept and copied, but not drawn"
    assert texts(card_lines(card))[-2] == hidden
    assert card.copy == text


@pytest.mark.parametrize("kind", ["thinking", "plan", "call"])
def test_no_other_text_is_drawn_without_end(kind: str) -> None:
    text = "x" * (MOST_DRAWN + 1)
    blocks = (Block("thinking", Pieces.of(text)),) if kind == "thinking" else ()
    calls = (ToolCall("c", "f", Pieces.of(text)),) if kind == "call" else ()
    card = laid_out(Turn(blocks=blocks, calls=calls, plan=Pieces.of(text * (kind == "plan"))))
    card.fold("thinking.0")
    card.fold("call.0")
    assert "… 1 more character is kept and copied, but not drawn" in texts(card_lines(card))


def test_an_answer_without_text_copies_its_plan_or_thought() -> None:
    assert card_of(Turn(plan=Pieces.of("I will look."))).copy == "I will look."
    assert card_of(answer("", thinking="hm")).copy == "hm"


@pytest.mark.parametrize("depth", [200, 900, 3000, 100_000])
def test_arguments_nested_without_end_are_drawn(depth: int) -> None:
    arguments = Pieces.of("[" * depth + "]" * depth)
    card = laid_out(Turn(calls=(ToolCall("c", "f", arguments),)))
    card.fold("call.0")
    assert texts(card_lines(card))[2].startswith("[")

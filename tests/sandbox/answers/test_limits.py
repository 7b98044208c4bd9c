"""Where answers end."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.sandbox.answers.answer import Call, Cite, Draft, Reply
from cohere_tui.sandbox.answers.limits import limited
from cohere_tui.sandbox.answers.tokens import count
from cohere_tui.sandbox.catalogue import BY_NAME
from cohere_tui.sandbox.chat.ask import Ask

ASK = Ask(BY_NAME["command-a-03-2025"], ())
TEXT = st.text(max_size=80)


def spent(reply: Reply) -> int:
    said = reply.thinking, reply.plan, reply.text, *(call.arguments for call in reply.calls)
    return sum(count(text) for text in said)


@given(TEXT, TEXT, st.integers(1, 60))
def test_no_more_tokens_than_allowed_and_no_fewer(thinking: str, text: str, room: int) -> None:
    whole = Reply(text, thinking)
    reply = limited(whole, replace(ASK, max_tokens=room))
    assert spent(reply) == min(room, spent(whole))
    assert thinking.startswith(reply.thinking)
    assert text.startswith(reply.text)
    assert (reply.finish == "MAX_TOKENS") == (spent(whole) > room)


@given(TEXT, st.lists(st.text(min_size=1, max_size=3), max_size=5))
def test_an_answer_ends_before_the_first_stop_sequence(text: str, stops: list[str]) -> None:
    reply = limited(Reply(text), replace(ASK, stop_sequences=tuple(stops)))
    assert text.startswith(reply.text)
    assert not any(stop in reply.text for stop in stops)
    assert (reply.finish == "STOP_SEQUENCE") == any(stop in text for stop in stops)
    if reply.finish == "STOP_SEQUENCE":
        assert any(text.startswith(stop, len(reply.text)) for stop in stops)


@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=6), st.integers(1, 40))
def test_citations_end_with_the_text(parts: list[tuple[str, bool]], room: int) -> None:
    draft = Draft()
    for text, cited in parts:
        draft.cite(text, {"id": text}) if cited else draft.add(text)
    whole = draft.reply()
    for cite in whole.cites:
        assert whole.text[cite.start : cite.end] == cite.sources[0]["id"]
    reply = limited(whole, replace(ASK, max_tokens=room))
    assert all(cite.end <= len(reply.text) for cite in reply.cites)
    assert reply.cites == whole.cites[: len(reply.cites)]


def test_thinking_keeps_to_its_budget() -> None:
    reply = limited(Reply("Yes.", "one two three four"), replace(ASK, token_budget=2))
    assert (reply.thinking, reply.text, reply.finish) == ("one two", "Yes.", "COMPLETE")


def test_calls_are_made_whole_or_not_at_all() -> None:
    calls = (Call("a", "x", '{"a": 1}'), Call("b", "x", '{"b": 2}'))
    whole = Reply(plan="I will call", calls=calls, finish="TOOL_CALL")
    assert limited(whole, replace(ASK, max_tokens=100)) == whole
    short = limited(whole, replace(ASK, max_tokens=3 + count(calls[0].arguments)))
    assert (short.calls, short.finish) == (calls[:1], "MAX_TOKENS")


def test_a_citation_torn_by_the_end_is_dropped() -> None:
    whole = Reply("one two three", cites=(Cite(0, 3, ()), Cite(4, 13, ())))
    assert limited(whole, replace(ASK, max_tokens=2)).cites == whole.cites[:1]

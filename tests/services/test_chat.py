"""Conversations: asking, receiving, stopping, keeping."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.gate import Gate
from cohere_tui.services.chat import ChatService, title_of
from cohere_tui.state.conversation import Settings
from cohere_tui.state.turn import Phase, Prompt, Turn
from tests.until import until, until_answered

if TYPE_CHECKING:
    from tests.services.conftest import Bench

SETTINGS = Settings(model="command-a-03-2025")


class Seen:
    """The states of an answer in the order they were shown."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def __call__(self, turn: Turn) -> None:
        self.turns.append(turn)


async def ask(bench: Bench, text: str, settings: Settings = SETTINGS) -> tuple[str, Turn, Seen]:
    conversation = await bench.chat.begin(text, settings)
    await bench.chat.say(conversation.id, text)
    seen = Seen()
    turn = await bench.chat.answer(conversation.id, settings, seen)
    return conversation.id, turn, seen


async def test_an_answer_is_shown_as_it_grows_and_kept(bench: Bench) -> None:
    conversation_id, turn, seen = await ask(bench, "/echo Tide mills grind at low water.")
    assert turn.phase is Phase.DONE
    assert turn.text == "Tide mills grind at low water."
    assert seen.turns[0].phase is Phase.WAITING
    assert seen.turns[-1] == turn
    lengths = [len(state.text) for state in seen.turns]
    assert lengths == sorted(lengths)
    page = await bench.chat.entries(conversation_id)
    assert [type(entry) for entry in page.entries] == [Prompt, Turn]
    assert page.entries[1] == turn


async def test_the_history_is_sent_with_the_next_prompt(bench: Bench) -> None:
    conversation_id, _, _ = await ask(bench, "/echo one")
    await bench.chat.say(conversation_id, "/echo two")
    settings = replace(SETTINGS, system="Be brief.", parameters={"temperature": 0.5})
    await bench.chat.answer(conversation_id, settings, Seen())
    body = bench.sandbox.requests[-1].body
    assert isinstance(body, dict)
    assert body["temperature"] == 0.5
    assert [(m["role"], m["content"]) for m in body["messages"]] == [
        ("system", "Be brief."),
        ("user", "/echo one"),
        ("assistant", "one"),
        ("user", "/echo two"),
    ]


async def test_stopping_keeps_what_came(bench: Bench) -> None:
    bench.sandbox.gate = gate = Gate()
    conversation = await bench.chat.begin("x", SETTINGS)
    await bench.chat.say(conversation.id, "/echo one two three four")
    seen = Seen()
    task = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, seen))
    gate.let(4)
    await until(lambda: seen.turns and seen.turns[-1].text)
    assert bench.chat.answering == {conversation.id}
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.chat.answering == frozenset()
    kept = (await bench.store.entries(conversation.id)).entries[-1]
    assert isinstance(kept, Turn)
    assert kept.phase is Phase.STOPPED
    assert kept.text == seen.turns[-1].text != ""


async def test_a_refusal_ends_in_the_answer_with_reason_and_remedy(bench: Bench) -> None:
    _, turn, _ = await ask(bench, "hello", Settings(model="no-such-model"))
    assert turn.phase is Phase.FAILED
    assert turn.failure is not None
    assert turn.failure.status == 404
    assert "no-such-model" in turn.failure.reason
    assert turn.failure.remedy


async def test_a_cut_stream_is_interrupted_and_kept(bench: Bench) -> None:
    bench.sandbox.knobs = replace(bench.sandbox.knobs, cut_after_events=4)
    conversation_id, turn, _ = await ask(bench, "/echo one two three four")
    assert turn.phase in {Phase.INTERRUPTED, Phase.FAILED}
    assert turn.text
    assert (await bench.store.entries(conversation_id)).entries[-1] == turn


async def test_a_growing_answer_is_written_down_while_it_grows(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cohere_tui.services.keeping.SAVE_EVERY_S", 0.01)
    bench.sandbox.gate = gate = Gate()
    conversation = await bench.chat.begin("x", SETTINGS)
    await bench.chat.say(conversation.id, "/echo one two three four")
    task = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, Seen()))
    gate.let(4)

    async def stored() -> str:
        entry = (await bench.store.entries(conversation.id)).entries[-1]
        return entry.text if isinstance(entry, Turn) else ""

    await until_answered(stored)
    assert not task.done()
    gate.open()
    await task


async def test_a_second_prompt_waits_for_the_first_answer(bench: Bench) -> None:
    conversation = await bench.chat.begin("x", SETTINGS)
    bench.sandbox.gate = gate = Gate()
    await bench.chat.say(conversation.id, "/echo one")
    first = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, Seen()))
    await until(lambda: bench.chat.answering)
    await bench.chat.say(conversation.id, "/echo two")
    second = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, Seen()))
    gate.open()
    assert (await first).text == "one"
    assert (await second).text == "two"
    assert [type(e) for e in (await bench.store.entries(conversation.id)).entries] == [
        Prompt, Turn, Prompt, Turn,
    ]  # fmt: skip


async def test_prompts_that_wait_are_answered_in_their_order_and_see_nothing_later(
    bench: Bench,
) -> None:
    conversation = await bench.chat.begin("x", SETTINGS)
    bench.sandbox.gate = gate = Gate()
    tasks = []
    for text in ("one", "two", "three"):
        prompt = await bench.chat.say(conversation.id, f"/echo {text}")
        asking = bench.chat.answer(conversation.id, SETTINGS, Seen(), prompt_id=prompt.id)
        tasks.append(asyncio.create_task(asking))
        await until(lambda: bench.chat.answering)
    gate.open()
    assert [(await task).text for task in tasks] == ["one", "two", "three"]
    entries = (await bench.store.entries(conversation.id)).entries
    assert [entry.text for entry in entries if isinstance(entry, Prompt | Turn)] == [
        "/echo one", "one", "/echo two", "two", "/echo three", "three",
    ]  # fmt: skip
    body = bench.sandbox.requests[-1].body
    assert isinstance(body, dict)
    assert [one["content"] for one in body["messages"]] == [
        "/echo one", "one", "/echo two", "two", "/echo three",
    ]  # fmt: skip


async def test_asking_again_replaces_the_answer(bench: Bench) -> None:
    conversation_id, turn, _ = await ask(bench, "/echo one")
    await bench.chat.unsay(conversation_id, (turn,))
    again = await bench.chat.answer(conversation_id, SETTINGS, Seen())
    entries = (await bench.store.entries(conversation_id)).entries
    assert [entry.id for entry in entries[1:]] == [again.id] != [turn.id]


async def test_opening_a_conversation_that_streams_shows_its_newest_state(bench: Bench) -> None:
    bench.sandbox.gate = gate = Gate()
    conversation = await bench.chat.begin("x", SETTINGS)
    await bench.chat.say(conversation.id, "/echo one two three four")
    seen = Seen()
    task = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, seen))
    gate.let(4)
    await until(lambda: seen.turns and seen.turns[-1].text)
    page = await bench.chat.entries(conversation.id)
    assert page.entries[-1] is seen.turns[-1]
    gate.open()
    assert (await task).text == "one two three four"


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("  When did\nthe mill open?  ", "When did the mill open?"),
        ("a" * 100, "a" * 59 + "…"),
        ("\x1b]0;pwned\x07hi", "␛]0;pwned␇hi"),
    ],
)
def test_titles_come_from_the_first_prompt(prompt: str, title: str) -> None:
    assert title_of(prompt) == title


def test_a_service_without_answers_answers_nothing(bench: Bench) -> None:
    assert isinstance(bench.chat, ChatService)
    assert bench.chat.answering == frozenset()


async def test_closing_stops_and_keeps_every_answer(bench: Bench) -> None:
    bench.sandbox.gate = gate = Gate()
    conversation = await bench.chat.begin("x", SETTINGS)
    await bench.chat.say(conversation.id, "/echo one two three four")
    seen = Seen()
    task = asyncio.create_task(bench.chat.answer(conversation.id, SETTINGS, seen))
    gate.let(4)
    await until(lambda: seen.turns and seen.turns[-1].text)
    await bench.chat.close()
    kept = (await bench.store.entries(conversation.id)).entries[-1]
    assert isinstance(kept, Turn)
    assert kept.phase is Phase.STOPPED
    with pytest.raises(asyncio.CancelledError):
        await task

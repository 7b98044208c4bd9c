"""The classify playground on the sandbox: what is asked, what comes, what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.screens.playground.classify import ClassifyPanel
from cohere_tui.state.playground.classifying import score_of
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.playground.accuracy_page import AccuracyPage
from cohere_tui.widgets.playground.confidence_bars import ConfidenceBars
from cohere_tui.widgets.playground.examples_table import ExamplesTable
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.state.playground.scoring import Score
    from tests.screens.playground.conftest import Seat, SitAt

PATH = "/v1/classify"
MANY = "\n".join(f"refund: pay me back {number}" for number in range(250))


def bars(seat: Seat, name: str = "Labels") -> ConfidenceBars:
    page = seat.panel.answer.body(name)
    assert isinstance(page, ConfidenceBars)
    return page


def sent(seat: Seat) -> list[Any]:
    return [one.body for one in seat.sandbox.requests if one.path == PATH]


def score(seat: Seat) -> Score:
    run = seat.panel.run
    assert run is not None
    return score_of(run.values, run.answer)


def fail(seat: Seat, *faults: Fault) -> None:
    seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=faults)


async def take_file(seat: Seat, path: Path, *more: str) -> None:
    """Take rows of a file, by F7, with some toggles of the form on."""
    await seat.pilot.press("f7")
    await until(lambda: isinstance(seat.app.screen, Form) and seat.app.screen.fields.is_made)
    form = seat.app.screen
    assert isinstance(form, Form)
    form.fields.put("path", str(path))
    for name in more:
        form.fields.put(name, "yes")
    await seat.pilot.press("ctrl+s")


async def test_the_example_is_classified_scored_and_kept(sit_at: SitAt) -> None:
    async with sit_at("classify") as seat:
        panel = seat.panel
        assert isinstance(panel, ClassifyPanel)
        await until(lambda: "shipping 3 · refund 3" in seat.text)
        await seat.run()
        await until(lambda: len(bars(seat).items) == 4)
        await until(lambda: "4 of 4 texts right, 100.0 % · 4 classifications" in seat.told)
        assert sent(seat)[0]["inputs"][2] == "My order is late"
        panel.answer.focus()
        await until(lambda: bars(seat).has_focus)
        await seat.pilot.press("j", "y")
        await until(lambda: any("28 characters" in one.message for one in seat.app._notifications))
        await seat.pilot.press("l")
        page = panel.answer.body("Accuracy")
        assert isinstance(page, AccuracyPage)
        await until(lambda: page.matrix.has_focus and len(page.texts.items) == 2)
        await until(lambda: "refund, taken for what it is  2 of 2 texts" in seat.text)
        await seat.pilot.press("enter")
        await until(lambda: page.texts.has_focus)
        await seat.pilot.press("escape")
        await until(lambda: page.matrix.has_focus)
        await seat.pilot.press("right", "right")
        await until(lambda: panel.answer.page == "Wrong ones" and "are right" in seat.text)
        await until(lambda: panel.run is not None and panel.run.id)
        assert panel.run is not None
        again = await panel.brought_back(panel.run.id)
        assert again is not None
        assert panel.sheet(again) == panel.sheet(panel.run)
        assert panel.sheet(again).columns[:4] == ("text", "predicted", "confidence", "expected")


async def test_too_few_examples_and_empty_texts_are_said_before_anything_is_sent(
    sit_at: SitAt,
) -> None:
    async with sit_at("classify", 100, 40) as seat:
        table = seat.control("examples")
        assert isinstance(table, ExamplesTable)
        await seat.pilot.press("D", "D")
        await until(lambda: "! fewer than 2 of “shipping”" in seat.text)
        await until(lambda: "allowed: at least 2" in seat.hint("examples"))
        await seat.pilot.press("f5")
        await until(lambda: "Mend what is marked" in seat.told)
        await seat.pilot.press("ctrl+z", "ctrl+n", *"lost", "enter")
        await until(lambda: seat.app.focused is table.line)
        await seat.pilot.press("f5")
        await until(lambda: "has no text" in seat.hint("examples"))
        assert table.value.splitlines()[1] == "shippinglost:"
        await seat.fill(inputs="refund:")
        await until(lambda: "text 1 is empty" in seat.hint("inputs"))
        await seat.fill(inputs="Question: is it?")
        await until(lambda: "no example is labelled “Question”" in seat.hint("inputs"))
        assert sent(seat) == []


async def test_a_model_is_picked_and_the_request_is_shown_as_code(sit_at: SitAt) -> None:
    async with sit_at("classify") as seat:
        seat.panel.fields.put("labelled", "")
        await seat.fill(inputs="a: one\ntwo")
        await seat.pilot.press("f2")
        await until(lambda: "too long is cut off" in seat.text)
        seat.panel.fields.focus_field("model")
        await seat.pilot.press("space")
        await until(
            lambda: isinstance(seat.app.screen, Picker) and seat.app.screen.listed.option_count
        )
        await until(lambda: "embed-english-v3.0" in seat.text)
        assert "command-r" not in seat.text
        await seat.pilot.press("escape", "f3")
        await until(lambda: isinstance(seat.app.screen, CodeView))
        await until(lambda: "/v1/classify" in seat.text)
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.place)
        await seat.run()
        assert sent(seat)[-1]["inputs"] == ["a: one", "two"]
        assert "right" not in seat.told
        seat.panel.answer.turn_to("Accuracy")
        await until(lambda: "It is not known which labels" in seat.text)
        seat.panel.answer.turn_to("Wrong ones")
        await until(lambda: bars(seat, "Wrong ones").empty.startswith("It is not known"))


async def test_many_texts_stopped_in_the_middle_keep_what_came(sit_at: SitAt) -> None:
    async with sit_at("classify") as seat:
        await seat.fill(inputs=MANY)
        fail(seat, Fault(PATH, kind="stall", skip=1))
        await seat.pilot.press("f5")
        await until(lambda: "1 of 3 requests" in seat.told)
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.run is not None)
        assert score(seat).missing in (250 - 96, 250 - 58)
        await until(lambda: "It was stopped. F5 asks for the rest." in seat.told)
        await until(lambda: "without an answer" in seat.told)
        await until(lambda: len(bars(seat).items) == 250)
        fail(seat)
        asked = len(sent(seat))
        await seat.run()
        assert score(seat).missing == 0
        assert len(sent(seat)) == asked + 2


async def test_what_came_before_trouble_is_kept_and_a_refusal_is_told(sit_at: SitAt) -> None:
    async with sit_at("classify", 80, 24) as seat:
        await seat.fill(inputs=MANY)
        fault = Fault(PATH, 400, "no more", skip=2)
        fail(seat, fault)
        await seat.run()
        assert 0 < score(seat).missing < 250
        await until(lambda: "no more" in seat.text)
        fail(seat, replace(fault, skip=0))
        before = seat.began
        await seat.fill(inputs="refund: x")
        await seat.pilot.press("f5")
        await until(lambda: "Nothing came" in seat.told)
        assert seat.began == before


async def test_texts_and_examples_come_from_labelled_files(sit_at: SitAt, tmp_path: Path) -> None:
    mail, more, lines = (tmp_path / name for name in ("mail.csv", "more.jsonl", "lines.txt"))
    mail.write_text('text,label\n"My parcel, again",shipping\nno label\nmoney back!,shipping\n')
    more.write_text(
        '{"text": "a: b", "label": ["x"]}\n{"text": 1\n{"text": "c", "label": "x"}\n'
        '{"text": "d", "label": ""}\n'
    )
    lines.write_text("refund: pay me\nshipping: where?\n")
    async with sit_at("classify") as seat:
        seat.panel.fields.focus_field("inputs")
        await take_file(seat, mail)
        await until(lambda: "line 3: 1 cell" in seat.text)
        form = seat.app.screen
        assert isinstance(form, Form)
        form.fields.put("skip", "yes")
        await seat.pilot.press("ctrl+s")
        texts = "shipping: My parcel, again\nshipping: money back!"
        await until(lambda: seat.panel.fields.values["inputs"] == texts)
        await seat.run()
        assert [one.text for one in score(seat).wrong] == ["money back!"]
        seat.panel.answer.turn_to("Wrong ones")
        await until(lambda: "✗ shipping expected" in seat.text)
        seat.panel.fields.focus_field("examples")
        await until(lambda: seat.control("examples").has_focus_within)
        await take_file(seat, more, "skip", "adds")
        await until(lambda: "x 2" in seat.text)
        assert seat.panel.fields.values["examples"].endswith("\nx: a: b\nx: c\nd")
        await until(lambda: "has no label" in seat.hint("examples"))
        await take_file(seat, lines)
        await until(lambda: seat.panel.fields.values["examples"] == lines.read_text().strip())
        seat.panel.fields.put("labelled", "")
        seat.panel.fields.focus_field("inputs")
        await take_file(seat, mail, "skip")
        await until(lambda: seat.panel.fields.values["inputs"] == "My parcel, again\nmoney back!")


async def test_two_runs_are_compared(sit_at: SitAt) -> None:
    async with sit_at("classify") as seat:
        panel = seat.panel
        await seat.run()
        first = panel.run
        swapped = str(seat.panel.fields.values["examples"]).replace("shipping", "other")
        await seat.fill(examples=swapped)
        await seat.run()
        assert first is not None
        assert panel.run is not None
        found = panel.compare(first, panel.run)
        assert [(row[0], row[2], row[4]) for row in found.sheet.rows] == [
            ("shipping", "other", "broken")
        ] * 2


async def test_where_it_is_no_longer_offered_a_chat_does_it(sit_at: SitAt) -> None:
    async with sit_at("classify") as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, retired=True)
        await seat.run()
        await until(lambda: "deprecated since September 15, 2025" in seat.told)
        fail(seat, Fault(PATH, 501, "not implemented"))
        await seat.pilot.press("f5")
        await until(lambda: "Classify was deprecated on September 15, 2025" in seat.text)
        await until(lambda: "u takes them to the chat" in " ".join(seat.text.split()))
        assert "✗" not in seat.text
        await seat.pilot.press("u")
        await until(lambda: isinstance(seat.app.place, ChatScreen))
        chat = seat.app.place
        assert isinstance(chat, ChatScreen)
        await until(lambda: "1. “The parcel has not arrived, where is it?”" in chat.composer.draft)

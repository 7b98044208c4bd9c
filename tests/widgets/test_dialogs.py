"""Dialogs by keyboard alone, in every size, with whatever text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from textual.content import Content
from textual.widgets import OptionList, Static, TextArea

from cohere_tui.errors import CohereTuiError
from cohere_tui.widgets.ask import Ask, TextDialog
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.dialog import Line
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.palette import Command, Palette
from cohere_tui.widgets.picker import MOST_ROWS, Picker
from cohere_tui.widgets.picker_rows import Choice
from cohere_tui.widgets.shell import Shell
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.screen import ModalScreen

EVIL = "[/] [red]x[/red] [@click=app.quit]y[/] \x1b[2J\u202eabc\x07"
HARMLESS = "[/] [red]x[/red] [@click=app.quit]y[/] ␛[2J‹U+202E›abc␇"
NOT_YET = object()


class Asker(Shell):
    """Shows one dialog and keeps the answer."""

    def __init__(self, dialog: ModalScreen[Any], copied: Path) -> None:
        super().__init__(copied=copied)
        self.dialog = dialog
        self.answer: object = NOT_YET

    def on_mount(self) -> None:
        self.push_screen(self.dialog, lambda answer: setattr(self, "answer", answer))


async def answer(dialog: ModalScreen[Any], tmp_path: Path, *keys: str) -> object:
    """What the dialog answers to these keys; NOT_YET when it is still open."""
    app = Asker(dialog, tmp_path / "copied")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: dialog.is_current)
        await pilot.press(*keys)
        await pilot.pause()
        return app.answer


def told(dialog: ModalScreen[Any]) -> str:
    line = dialog.query_one(".dialog--error", Static)
    return str(line.render()) if line.display else ""


# -- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["enter"], False),
        (["escape"], False),
        (["n"], False),
        (["y"], True),
        (["right", "enter"], True),
        (["tab", "enter"], True),
        (["tab", "shift+tab", "enter"], False),
        (["x", "space"], NOT_YET),
    ],
)
async def test_no_is_the_answer_unless_a_person_says_yes(
    tmp_path: Path, keys: list[str], expected: object
) -> None:
    assert await answer(Confirm("Delete it?"), tmp_path, *keys) is expected


async def test_an_answer_can_be_clicked(tmp_path: Path) -> None:
    app = Asker(Confirm("Delete it?", yes="Delete"), tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: app.dialog.is_current and app.dialog.query("#yes").first().region)
        await pilot.click("#yes")
        await until(lambda: app.answer is True)


# -- a line ------------------------------------------------------------------------------------


async def test_a_line_is_answered_trimmed(tmp_path: Path) -> None:
    assert await answer(Ask("Rename", "old"), tmp_path, *" new", "space", "enter") == "old new"
    assert await answer(Ask("Rename", "old"), tmp_path, "ctrl+u", *"x", "enter") == "x"
    assert await answer(Ask("Rename", "old"), tmp_path, *"x", "escape") is None


async def test_an_empty_line_is_no_answer_unless_it_may_be(tmp_path: Path) -> None:
    dialog = Ask("Rename", "old")
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current)
        await pilot.press("ctrl+u", "enter")
        assert told(dialog) == "✗ Write something, or press esc."
        assert app.answer is NOT_YET
    empty = Ask("Filter", "old", may_be_empty=True)
    assert await answer(empty, tmp_path, "ctrl+u", "enter") == ""


async def test_what_is_wrong_with_a_line_is_said(tmp_path: Path) -> None:
    dialog = Ask("Port", check=lambda text: "" if text.isdigit() else "A number, please.")
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current)
        await pilot.press("x", "enter")
        assert told(dialog) == "✗ A number, please."
        await pilot.press("backspace", "7", "enter")
        await until(lambda: app.answer == "7")


# -- a text ------------------------------------------------------------------------------------


async def test_a_text_has_lines_and_is_kept_by_ctrl_s(tmp_path: Path) -> None:
    keys = ["enter", *"two", "ctrl+s"]
    assert await answer(TextDialog("System prompt", "one"), tmp_path, *keys) == "one\ntwo"


async def test_an_unchanged_text_is_left_at_once(tmp_path: Path) -> None:
    assert await answer(TextDialog("System prompt", "one"), tmp_path, "escape") is None


async def test_a_changed_text_is_not_dropped_by_one_key(tmp_path: Path) -> None:
    dialog = TextDialog("System prompt", "one")
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current)
        await pilot.press("x", "escape")
        assert app.answer is NOT_YET
        assert "esc again" in told(dialog)
        await pilot.press("escape")
        await until(lambda: app.answer is None)


# -- a list ------------------------------------------------------------------------------------

MODELS = (
    Choice("a", "command-a-03-2025", "256k"),
    Choice("v", "command-a-vision-07-2025", "128k vision"),
    Choice("r", "command-r7b-12-2024", "128k"),
)


def rows(dialog: Picker) -> list[str]:
    shown = dialog.query_one(OptionList)
    return [" ".join(str(option.prompt).split()) for option in shown.options]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["enter"], "a"),
        (["down", "enter"], "v"),
        (["down", "down", "up", "enter"], "v"),
        (["pagedown", "enter"], "r"),
        ([*"r7", "enter"], "r"),
        ([*"vision", "enter"], "v"),
        ([*"12 comm", "enter"], "r"),
        ([*"nothing like it", "enter"], NOT_YET),
        (["escape"], None),
    ],
)
async def test_a_row_is_picked_by_typing_or_by_arrows(
    tmp_path: Path, keys: list[str], expected: object
) -> None:
    assert await answer(Picker("Model", MODELS), tmp_path, *keys) == expected


async def test_the_row_in_use_is_where_one_starts(tmp_path: Path) -> None:
    assert await answer(Picker("Model", MODELS, current="v"), tmp_path, "enter") == "v"


async def test_a_row_can_be_clicked(tmp_path: Path) -> None:
    dialog = Picker("Model", MODELS)
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current and dialog.query_one(OptionList).region)
        await pilot.click(OptionList, offset=(5, 1))
        await until(lambda: app.answer == "v")


async def test_it_works_while_rows_are_still_loading(tmp_path: Path) -> None:
    arrived: asyncio.Future[Sequence[Choice]] = asyncio.get_running_loop().create_future()

    async def load() -> Sequence[Choice]:
        return await arrived

    dialog = Picker("Model", MODELS[:2], load=load)
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current and "loading…" in str(dialog.heading()))
        await pilot.press("down", *"comm")
        await until(lambda: len(rows(dialog)) == 2)
        await pilot.press("down")
        arrived.set_result(MODELS)
        await until(lambda: len(rows(dialog)) == 3)
        await until(lambda: "loading" not in str(dialog.heading()))
        assert dialog.query_one(Line).value == "comm"
        await pilot.press("enter")
        await until(lambda: app.answer == "v", "the row stays where it was")


async def test_rows_that_cannot_be_brought_leave_the_old_ones_and_say_why(tmp_path: Path) -> None:
    tries: list[int] = []

    async def load() -> Sequence[Choice]:
        tries.append(1)
        if len(tries) == 1:
            raise CohereTuiError("no route [/]\x1b[31m", remedy="Press r.")
        return MODELS

    dialog = Picker("Model", MODELS[:1], load=load)
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: told(dialog).startswith("✗ no route [/]␛[31m"))
        assert told(dialog).endswith("Press F5.")
        await until(lambda: len(rows(dialog)) == 1)
        await pilot.press("f5")
        await until(lambda: len(rows(dialog)) == 3 and told(dialog) == "")


async def test_an_empty_list_says_what_it_is_for(tmp_path: Path) -> None:
    dialog = Picker("Model", empty="No model can chat here.")
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current)
        note = dialog.query_one("#picker-note", Static)
        await until(lambda: str(note.render()) == "No model can chat here.")
        await pilot.press("enter")
        assert app.answer is NOT_YET


async def test_ten_thousand_rows_are_narrowed_as_one_types(tmp_path: Path) -> None:
    many = [Choice(str(number), f"model-{number}") for number in range(10_000)]
    dialog = Picker("Model", many)
    app = Asker(dialog, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: dialog.is_current and len(rows(dialog)) == MOST_ROWS)
        note = dialog.query_one("#picker-note", Static)
        assert "500 of 10000" in str(note.render())
        await pilot.press(*"9876", "enter")
        await until(lambda: app.answer == "9876")


async def test_the_row_that_is_here_is_seen_without_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    dialog = Picker("Model", MODELS)
    app = Asker(dialog, tmp_path)
    async with app.run_test():
        await until(lambda: dialog.is_current and dialog.query_one(OptionList).region)
        shown = dialog.query_one(OptionList)
        here, other = (
            [part.style is not None and bool(part.style.reverse) for part in shown.render_line(y)]
            for y in (0, 1)
        )
        assert any(here)
        assert not any(other)


# -- commands ----------------------------------------------------------------------------------


def command(name: str, title: str, *aliases: str) -> Command:
    return Command(name, title, lambda: None, aliases=aliases)


COMMANDS = (
    command("chat.rename", "Rename the conversation"),
    command("app.quit", "Quit", "q", "quit"),
    command("theme ansi", "Theme: ansi"),
    command("log.query", "Ask the log"),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["R", "e"], "chat.rename"),
        ([*"ansi"], "theme ansi"),
        ([*":q"], "app.quit"),
        ([*":theme"], "theme ansi"),
        ([*":rena"], "chat.rename"),
        ([*":log.", "tab"], "log.query"),
        ([":", "down"], "app.quit"),
    ],
)
async def test_commands_are_found_by_title_and_after_a_colon_by_name(
    tmp_path: Path, typed: list[str], expected: str
) -> None:
    assert await answer(Palette(COMMANDS), tmp_path, *typed, "enter") == expected


async def test_what_was_used_last_comes_first_on_the_command_line(tmp_path: Path) -> None:
    palette = Palette(COMMANDS, typed=":", recent=["log.query", "gone"])
    assert await answer(palette, tmp_path, "enter") == "log.query"


async def test_an_unknown_command_is_told(tmp_path: Path) -> None:
    palette = Palette(COMMANDS, typed=":")
    app = Asker(palette, tmp_path)
    async with app.run_test() as pilot:
        await until(lambda: palette.is_current)
        await pilot.press(*"zzz", "enter")
        assert told(palette) == "✗ There is no command “zzz”."
        assert app.answer is NOT_YET


# -- safety and sizes --------------------------------------------------------------------------


def evil_dialogs() -> list[ModalScreen[Any]]:
    from_outside = [Choice("1", EVIL, EVIL), Choice("2", EVIL * 30)]
    return [
        Confirm(EVIL, EVIL, yes=EVIL[:20], no="[/]"),
        ConfirmMany(EVIL, [EVIL] * 2, EVIL, word="delete"),
        Ask(EVIL, EVIL, note=EVIL),
        TextDialog(EVIL, EVIL, note=EVIL, placeholder=EVIL),
        Picker(EVIL, from_outside, placeholder=EVIL, empty=EVIL),
        Palette([Command(EVIL, EVIL, lambda: None, EVIL)]),
    ]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 15), (1, 1)], ids=str)
@pytest.mark.parametrize("number", range(len(evil_dialogs())))
async def test_hostile_text_is_harmless_in_every_size(
    tmp_path: Path, number: int, size: tuple[int, int]
) -> None:
    dialog = evil_dialogs()[number]
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(lambda: dialog.is_current)
        await pilot.press("escape")
        await pilot.pause()
        shown = app.export_screenshot()
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_hostile_titles_are_shown_as_they_are(tmp_path: Path) -> None:
    dialog = Confirm(EVIL)
    app = Asker(dialog, tmp_path)
    async with app.run_test():
        await until(lambda: dialog.is_current)
        assert str(dialog.query_one(".dialog--title", Static).render()) == HARMLESS


async def test_what_lies_under_a_dialog_is_still_seen(tmp_path: Path) -> None:
    dialog = Confirm("Sure?")
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=(80, 24)):
        await until(lambda: dialog.is_current)
        assert dialog.styles.background.a < 1


async def test_a_title_without_a_gap_is_seen_cut_and_a_question_whole(tmp_path: Path) -> None:
    name = "x" * 80
    assert "".join(await title_of(Confirm(f"Delete {name}?"), tmp_path)) == f"Delete{name}?"
    (line,) = await title_of(Picker(f"Use {name}"), tmp_path)
    assert line.startswith("Use xxx")
    assert line.endswith("x…")


async def title_of(dialog: ModalScreen[Any], tmp_path: Path) -> list[str]:
    """The lines of its title, as they are seen."""
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=(80, 24)):
        await until(lambda: dialog.is_current)
        title = dialog.query_one(".dialog--title", Static)
        await until(lambda: title.size.height > 0)
        return [strip.text.rstrip() for strip in title.render_lines(title.size.region)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20), (40, 15)], ids=str)
@pytest.mark.parametrize("number", range(len(evil_dialogs())))
async def test_the_keys_of_a_dialog_are_in_sight(
    tmp_path: Path, number: int, size: tuple[int, int]
) -> None:
    long_list = [Choice(str(row), f"row {row}") for row in range(99)]
    dialog = (
        Confirm("Quit?", "A line.\n" * 5),
        ConfirmMany("Delete?", ["name"] * 99, "A sentence.", word="delete"),
        Ask("Rename", "x" * 150, note="A note."),
        TextDialog("System prompt", "line\n" * 99, note="A note."),
        Picker("Model", long_list),
        Palette([Command(f"c{row}", f"command {row}", lambda: None) for row in range(99)]),
    )[number]
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=size):
        await until(lambda: dialog.is_current and dialog.query_one(Footer).region)
        keys = dialog.query_one(Footer)
        await until(lambda: keys.region.bottom <= size[1])
        assert keys.region.right <= size[0]
        assert ("esc back" if number < 2 else "esc cancel") in str(keys.render())


async def test_the_focus_stays_in_a_text_while_it_grows(tmp_path: Path) -> None:
    dialog = TextDialog("System prompt")
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=(40, 15)) as pilot:
        await until(lambda: isinstance(app.focused, TextArea))
        await pilot.press(*["x", "enter"] * 20)
        await until(lambda: dialog.query_one(Footer).region.bottom <= 15)


async def test_a_text_to_read_scrolls_and_can_be_copied(tmp_path: Path) -> None:
    text = Content("\n".join(f"line {number}" for number in range(200)))
    dialog = Reader("Problems", text)
    app = Asker(dialog, tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(lambda: dialog.is_current and app.focused is not None)
        assert app.focused is not None
        await pilot.press("G")
        await until(lambda: app.focused is not None and app.focused.scroll_offset.y > 100)
        await pilot.press("g", "j", "j", "k")
        await until(lambda: app.focused is not None and app.focused.scroll_offset.y == 1)
        await pilot.press("y")
        await until(lambda: any("Copied" in note.message for note in app._notifications))
        await pilot.press("q")
        await until(lambda: not isinstance(app.screen, Reader))

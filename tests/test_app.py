"""The shell with paper behind it: what is typed is kept, what fails is told, keys work."""

from __future__ import annotations

import gc
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from textual.events import AppBlur, AppFocus, Key, Paste
from textual.widgets import Static, TextArea

from cohere_tui.errors import CohereTuiError, ConfigError
from cohere_tui.screens.threshold import Threshold
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.footer import Footer
from cohere_tui.widgets.header import Header
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.palette import Palette
from cohere_tui.widgets.rail import Rail
from tests.keyboard import typed
from tests.stubs import ChatStub, ModelsStub, PaperHouse, Reading, Stubbed, Writing, start
from tests.until import PATIENCE_S, until

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path
    from types import ModuleType

    from textual.pilot import Pilot

    from cohere_tui.config.options import Start


@asynccontextmanager
async def running(
    tmp_path: Path, house: PaperHouse | None = None, size: tuple[int, int] = (120, 40)
) -> AsyncGenerator[tuple[Stubbed, Pilot[None], PaperHouse]]:
    house = house or PaperHouse()
    app = Stubbed(start(tmp_path), build=lambda _: house)
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.house is house, "the place was never furnished")
        yield app, pilot, house


def notices(app: Stubbed) -> list[str]:
    return [notice.message for notice in app._notifications]


def footer(app: Stubbed) -> str:
    return str(app.screen.query_one(Footer).render())


def trouble(app: Stubbed) -> str:
    return "".join(
        str(line.render()) for line in app.screen.query(".place--trouble").results(Static)
    )


def receiving(app: Stubbed) -> bool:
    return app.chat.running


# -- the start ---------------------------------------------------------------------------------


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The first place is imported when this is set: until then its frame stands there."""
    told = threading.Event()

    def slowly(name: str) -> ModuleType:
        assert told.wait(PATIENCE_S)
        return import_module(name)

    monkeypatch.setattr("cohere_tui.screens.placed.import_module", slowly)
    return told


async def test_what_is_typed_before_the_house_is_ready_is_kept(tmp_path: Path) -> None:
    ready = threading.Event()
    house = PaperHouse()

    def build(_: Start) -> PaperHouse:
        assert ready.wait(20)
        return house

    app = Stubbed(start(tmp_path), build=build)
    async with app.run_test() as pilot:
        await typed(pilot, "hello")
        assert app.house is None
        ready.set()
        await until(lambda: app.house is house)
        assert app.chat.query_one(Writing).text == "hello"
        assert house.opened == 1
    assert house.closed >= 1


async def test_keys_and_pastes_wait_for_the_place_in_their_order(
    tmp_path: Path, go_on: threading.Event
) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test():
        assert isinstance(app.screen, Threshold)
        for key in "ab?":
            app.post_message(Key(key, key))
        app.post_message(Paste("pasted"))
        app.post_message(Key("c", "c"))
        go_on.set()
        await until(lambda: app.house is not None)
        await until(lambda: len(app.chat.query_one(Writing).text) == 10)
        assert app.chat.query_one(Writing).text == "ab?pastedc"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 15)])
async def test_the_frame_is_there_before_the_place(
    tmp_path: Path, go_on: threading.Event, size: tuple[int, int]
) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test(size=size):
        assert isinstance(app.screen, Threshold)
        prompt = app.screen.query_one(".threshold--prompt", Static)
        assert str(prompt.render()) == "▌Ask…"
        pane = app.screen.query_one(".threshold--pane")
        assert pane.display is (size[0] >= 120)
        go_on.set()
        await until(lambda: app.house is not None)


async def test_the_first_place_can_be_chosen(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path, screen="models"), build=lambda _: PaperHouse())
    async with app.run_test() as pilot:
        await until(lambda: isinstance(app.screen, ModelsStub))
        assert "chat" not in app._screen_stacks
        await until(lambda: [of.connection.profile for of in app.screen.query(Header)] == ["prod"])
        app.screen.query_one(Reading).focus()
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, ChatStub))
        await until(lambda: app.house is not None)


async def test_an_unknown_first_place_is_the_first_there_is(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path, screen="[/]"), build=lambda _: PaperHouse())
    async with app.run_test():
        await until(lambda: isinstance(app.screen, ChatStub))
        await until(lambda: app.house is not None)


async def test_a_house_that_cannot_be_built_is_told_and_the_app_is_usable(tmp_path: Path) -> None:
    house = PaperHouse()
    failures = [CohereTuiError("the disk [/] is\x1b[31m gone", remedy="Find the disk.")]

    def build(_: Start) -> PaperHouse:
        if failures:
            raise failures[0]
        return house

    app = Stubbed(start(tmp_path), build=build)
    async with app.run_test() as pilot:
        await until(lambda: trouble(app))
        assert trouble(app) == "✗ the disk [/] is␛[31m gone. Find the disk."
        await pilot.press("f1")
        assert isinstance(app.screen, Reader)
        await pilot.press("escape")
        failures.clear()
        await pilot.press("ctrl+p", *":restart", "enter")
        await until(lambda: app.house is house)
        await until(lambda: not trouble(app))
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_a_house_that_cannot_be_opened_is_told_too(tmp_path: Path) -> None:
    class Shut(PaperHouse):
        async def open(self) -> None:
            raise CohereTuiError("no port is free")

    app = Stubbed(start(tmp_path), build=lambda _: Shut())
    async with app.run_test():
        await until(lambda: "no port is free" in trouble(app))


async def test_the_garbage_of_the_start_is_left_alone_and_later_garbage_is_not(
    tmp_path: Path,
) -> None:
    gc.disable()
    try:
        async with running(tmp_path):
            await until(gc.isenabled)
            assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()


async def test_a_bug_ends_the_app_and_the_house_is_closed(tmp_path: Path) -> None:
    house = PaperHouse()

    async def crash() -> None:
        async with running(tmp_path, house) as (app, pilot, _):
            app.call_later(lambda: 1 // 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await crash()
    assert house.closed >= 1


async def test_a_crash_shows_no_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def bug() -> None:
        api_key = "s3cret" + "-key"
        raise ZeroDivisionError(f"{len(api_key)} is no reason")

    async def crash() -> None:
        async with running(tmp_path) as (app, pilot, _):
            app.call_later(bug)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await crash()
    told = capsys.readouterr().err
    assert "ZeroDivisionError: 10 is no reason" in told
    assert "s3cret-key" not in told


async def test_places_are_imported_when_they_are_opened(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, _, _house):
        assert "chat" in app._screen_stacks
        assert "nowhere" not in app._screen_stacks


# -- places ------------------------------------------------------------------------------------


async def test_digits_go_to_places_and_minus_comes_back(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        await typed(pilot, "2")
        assert isinstance(app.screen, ChatStub), "a digit is text while a text is written"
        app.screen.query_one(Reading).focus()
        await pilot.press("2")
        assert isinstance(app.screen, ModelsStub)
        assert app.screen.query_one(Rail).here == "models"
        await until(lambda: app.screen.query_one(Header).connection.profile == "prod")
        app.screen.query_one(Reading).focus()
        await pilot.press("minus")
        assert isinstance(app.screen, ChatStub)
        assert app.screen.query_one(Writing).text == "2"


async def test_the_rail_can_be_clicked(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        await pilot.click(Rail, offset=(3, 1))
        await until(lambda: isinstance(app.screen, ModelsStub))


async def test_the_command_line_knows_places_and_completes(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        app.screen.query_one(Reading).focus()
        await pilot.press("colon", *"mod", "tab")
        palette = app.screen
        assert isinstance(palette, Palette)
        assert palette.line.value == ":models "
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, ModelsStub))


# -- the cascade of ctrl+c ---------------------------------------------------------------------


async def test_ctrl_c_copies_then_stops_then_clears_then_says_how_to_quit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cohere_tui.app.AGAIN_S", PATIENCE_S)
    async with running(tmp_path) as (app, pilot, _):
        area = app.chat.query_one(TextArea)
        await typed(pilot, "some words")
        area.select_all()
        app.chat.running = True
        await pilot.press("ctrl+c")
        await until(lambda: any("10 characters" in said for said in notices(app)))
        assert receiving(app)
        assert not area.selected_text
        await pilot.press("ctrl+c")
        assert not receiving(app)
        assert area.text == "some words"
        await pilot.press("ctrl+c")
        assert area.text == ""
        await pilot.press("ctrl+z")
        assert area.text == "some words"
        await pilot.press("ctrl+c", "ctrl+c")
        assert notices(app)[-1] == "^q quits, ^c again too"
        assert app.is_running
        await pilot.press("ctrl+c")
    assert app.return_code == 0


async def test_ctrl_c_leaves_a_dialog(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        for opens in ("ctrl+p", "f1", "ctrl+o"):
            await pilot.press(opens)
            assert not isinstance(app.screen, ChatStub)
            await pilot.press("ctrl+c")
            assert isinstance(app.screen, ChatStub)
        app.chat.running = True
        await pilot.press("ctrl+q", "ctrl+c")
        assert isinstance(app.screen, ChatStub)
        assert receiving(app)


# -- quitting ----------------------------------------------------------------------------------


async def test_ctrl_q_quits_at_once_when_nothing_would_be_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, house):
        await pilot.press("ctrl+q")
        await until(lambda: not app.is_running)
    assert house.closed == 1


async def test_beginning_again_asks_when_work_would_be_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, house):
        app.chat.running = True
        await pilot.press("ctrl+p", *":restart", "enter")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.press("enter")
        assert house.closed == 0
        await pilot.press("ctrl+p", *":restart", "enter")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(lambda: house.closed == 1)
        app.chat.running = False


async def test_ctrl_q_asks_when_work_would_be_lost_and_no_is_the_answer(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, house):
        app.chat.running = True
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        assert isinstance(app.screen, ChatStub)
        assert app.chat.running
        await pilot.press("ctrl+q", "y")
        await until(lambda: not app.is_running)
    assert house.closed == 1


# -- keys --------------------------------------------------------------------------------------


async def test_keys_can_be_changed_and_everything_shown_follows(tmp_path: Path) -> None:
    house = PaperHouse(keymap={"app.help": "f12", "app.palette": "ctrl+g"})
    async with running(tmp_path, house) as (app, pilot, _):
        await until(lambda: "^g commands  F12 help" in footer(app))
        await pilot.press("f1")
        assert isinstance(app.screen, ChatStub)
        await pilot.press("f12")
        shown = str(app.screen.query_one(".reader--text", Static).render())
        assert "\nF12 " in shown
        assert "F1" not in shown.replace("F12", "")
        await pilot.press("escape", "ctrl+g")
        assert isinstance(app.screen, Palette)


async def test_a_key_can_be_taken_away(tmp_path: Path) -> None:
    async with running(tmp_path, PaperHouse(keymap={"app.help": ""})) as (app, pilot, _):
        await until(lambda: "help" not in footer(app))
        await pilot.press("f1")
        assert isinstance(app.screen, ChatStub)
        await pilot.press("ctrl+p", *":help", "enter")
        await until(lambda: isinstance(app.screen, Reader), "the palette still has it")


async def test_a_keymap_that_cannot_work_is_told(tmp_path: Path) -> None:
    house = PaperHouse(keymap={"app.hepl": "f7", "app.zoom": "ctrl+l"})
    async with running(tmp_path, house) as (app, pilot, _):
        await until(lambda: any("app.help" in said for said in notices(app)))
        assert app.screen.query_one(Header).problems == 2
        await pilot.press("f1")
        assert isinstance(app.screen, Reader)


async def test_help_tells_what_is_focused_and_its_keys(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        app.screen.query_one(Reading).focus()
        await pilot.press("question_mark")
        shown = str(app.screen.query_one(".reader--text", Static).render())
        assert shown.startswith("Read\nEarlier answers, newest last.\ny ")
        assert "Everywhere" in shown
        await pilot.press("q")
        assert isinstance(app.screen, ChatStub)


async def test_the_palette_reaches_what_is_not_focused(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        await pilot.press("ctrl+p", *"copy code", "enter")
        await until(lambda: app.chat.query_one(Reading).copies == 10)


async def test_jump_labels_go_to_a_pane(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        await pilot.press("ctrl+o", "a")
        assert isinstance(app.screen.focused, Reading)
        await pilot.press("ctrl+o", "s")
        assert isinstance(app.screen.focused, Writing)
        await pilot.press("ctrl+o", "escape")
        assert isinstance(app.screen, ChatStub)


async def test_zoom_gives_the_screen_to_a_pane_and_esc_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        app.screen.query_one(Reading).focus()
        await pilot.press("f6")
        assert app.screen.maximized is app.screen.query_one(Reading)
        await pilot.press("escape")
        assert app.screen.maximized is None


# -- settings ----------------------------------------------------------------------------------


async def test_a_theme_is_chosen_by_typing_and_kept(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, house):
        await pilot.press("ctrl+p", *"light coh", "enter")
        await until(lambda: app.theme == "cohere-light")
        assert house.kept == {"theme": "cohere-light"}


async def test_a_theme_that_cannot_be_kept_is_used_and_told(tmp_path: Path) -> None:
    class Full(PaperHouse):
        def keep(self, name: str, value: str) -> None:
            raise ConfigError("settings.toml cannot be written", kept="It holds until you quit.")

    async with running(tmp_path, Full()) as (app, pilot, _):
        await pilot.press("ctrl+p", *"theme nord", "enter")
        await until(lambda: app.theme == "nord")
        await until(lambda: any("holds until you quit" in said for said in notices(app)))


async def test_problems_are_told_calmly_and_listed(tmp_path: Path) -> None:
    problems = (ConfigError("theme = [red]x\x1b]0;y\x07 is unknown"), ConfigError("[/] too"))
    async with running(tmp_path, PaperHouse(problems=problems)) as (app, pilot, _):
        await until(lambda: app.screen.query_one(Header).problems == 2)
        assert "!2" in str(app.screen.query_one(Header).render())
        await until(lambda: bool(notices(app)))
        assert notices(app)[0].startswith("! theme = [red]x␛]0;y␇ is unknown")
        await pilot.press("ctrl+p", *":problems", "enter")
        await until(lambda: isinstance(app.screen, Reader))
        shown = str(app.screen.query_one(".reader--text", Static).render())
        assert shown == "theme = [red]x␛]0;y␇ is unknown.\n\n[/] too."


async def test_an_unknown_theme_is_not_used(tmp_path: Path) -> None:
    given = start(tmp_path)
    for wanted, used in (("no-such-theme", "cohere-dark"), ("cohere-light", "cohere-light")):
        app = Stubbed(replace(given, theme=wanted), lambda _: PaperHouse())
        assert app.theme == used


# -- the terminal ------------------------------------------------------------------------------


class Overheard(Stubbed):
    """Keeps what is sent to the terminal past the screen."""

    said: str = ""

    def write_terminal(self, codes: str) -> None:
        self.said += codes


async def test_the_title_of_the_terminal_is_set_harmlessly_and_given_back(tmp_path: Path) -> None:
    app = Overheard(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test():
        await until(lambda: app.house is not None)
        app.chat.show_title("mills\x1b]0;evil\x07\nand [bold]more")
    assert app.said.startswith("\x1b[22;2t")
    assert "\x1b]2;mills␛]0;evil␇ and [bold]more · cohere-tui\x07" in app.said
    assert app.said.endswith("\x1b[23;2t")


async def test_the_mouse_can_be_left_to_the_terminal(tmp_path: Path) -> None:
    app = Overheard(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test() as pilot:
        await until(lambda: app.house is not None)
        await pilot.press("f9")
        assert "\x1b[?1000l" in app.said
        await pilot.press("f9")
        assert app.said.rindex("\x1b[?1000h") > app.said.rindex("\x1b[?1000l")


async def test_the_terminal_is_told_in_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM_PROGRAM", "iTerm.app")
    app = Overheard(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test():
        await until(lambda: app.house is not None)
        app.tell_terminal("Fine-tune x: ready")
    assert "\x1b]9;cohere-tui: Fine-tune x: ready\x07" in app.said


async def test_redraw_clears_first(tmp_path: Path) -> None:
    app = Overheard(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test() as pilot:
        await until(lambda: app.house is not None)
        await pilot.press("ctrl+l")
        assert "\x1b[2J" in app.said


async def test_losing_the_terminals_focus_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        focused = app.screen.focused
        app.post_message(AppBlur())
        await pilot.pause()
        assert app.app_focus
        assert app.screen.focused is focused
        app.post_message(AppFocus())
        await pilot.press("x")
        assert app.chat.query_one(Writing).text == "x"


async def test_notices_are_never_markup(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        evil = "[/] [red]x [@click=app.quit]y[/] \x1b[2J\u202e"
        app.notify(evil, title=evil, markup=True)
        await until(lambda: bool(notices(app)))
        assert notices(app) == ["[/] [red]x [@click=app.quit]y[/] ␛[2J‹U+202E›"]
        assert not any(notice.markup for notice in app._notifications)
        await pilot.pause()


# -- sizes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "rail", "lines"),
    [((40, 15), False, False), ((60, 20), False, True), ((80, 24), False, True),
     ((99, 30), False, True), ((100, 30), True, True), ((120, 40), True, True),
     ((200, 60), True, True)],
)  # fmt: skip
async def test_the_frame_fits_the_terminal(
    tmp_path: Path, size: tuple[int, int], rail: bool, lines: bool
) -> None:
    async with running(tmp_path, size=size) as (app, _, _house):
        screen = app.screen
        assert bool(screen.query_one(Rail).region) is rail
        assert bool(screen.query_one(Header).region) is lines
        assert bool(screen.query_one(Footer).region) is lines
        body = screen.query_one(Reading).region.union(screen.query_one(Writing).region)
        assert body.height == size[1] - (2 if lines else 0)
        assert screen.query_one(Header).place == ("" if rail else "Chat")
        assert footer(app).count("\n") == 0
        assert len(footer(app)) <= size[0] - 2 or not lines


async def test_a_terminal_of_one_cell_does_no_harm(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        await pilot.press("ctrl+p")
        await pilot.resize_terminal(1, 1)
        await pilot.press("escape", "ctrl+o", "escape", "f1", "escape")
        await pilot.resize_terminal(80, 24)
        await typed(pilot, "still here")
        assert app.chat.query_one(Writing).text == "still here"


async def test_the_header_gives_way_from_the_right(tmp_path: Path) -> None:
    house = PaperHouse()
    async with running(tmp_path, house, size=(60, 20)) as (app, pilot, _):
        app.chat.show_title("Tide mills in Wales and elsewhere, a long title")
        header = app.screen.query_one(Header)
        assert str(header.render()).endswith("prod · command-a-03-2025")
        assert "…" in str(header.render())
        await pilot.resize_terminal(42, 20)
        await until(lambda: str(header.render()).endswith("  command-a-03-2025"))
        await pilot.resize_terminal(24, 20)
        await until(lambda: "command" not in str(header.render()))


# -- haste -------------------------------------------------------------------------------------


async def test_a_paste_for_a_dialog_that_is_being_opened_waits_in_its_order(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, _, _):
        dialog = Ask("Rename")
        app.push_screen(dialog)
        for event in (Key("a", "a"), Paste("tide"), Key("b", "b")):
            app.post_message(event)
        await until(lambda: dialog.listens and dialog.line.value == "atideb")


async def test_keys_for_a_dialog_that_is_never_there_are_not_kept_for_ever(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot, _):
        dialog = Confirm("Really?")
        app.push_screen(dialog)
        app.post_message(Key("a", "a"))
        dialog.dismiss(False)
        await until(lambda: isinstance(app.screen, ChatStub))
        app.screen.query_one(Writing).focus()
        await typed(pilot, "bc")
        await until(lambda: app.chat.query_one(Writing).text.endswith("bc"))
        assert app._early == []

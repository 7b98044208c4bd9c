"""Looking for a file in folders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from cohere_tui.widgets.form.browser import FileBrowser, folder_of
from cohere_tui.widgets.form.completing import completions
from cohere_tui.widgets.form.controls import PathLine
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult


class Page(App[None]):
    """A line for a path."""

    def __init__(self, value: str) -> None:
        super().__init__()
        self._value = value

    def compose(self) -> ComposeResult:
        yield PathLine(self._value)

    @property
    def line(self) -> PathLine:
        """The line, whatever lies over it."""
        return self.screen_stack[0].query_one(PathLine)

    @property
    def names(self) -> list[str]:
        """What is shown of the folders."""
        browser = self.screen
        assert isinstance(browser, FileBrowser)
        return [
            browser.folders.render_line(y).text.strip()
            for y in range(browser.folders.last_line + 1)
        ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "data"
    (inner / "mills").mkdir(parents=True)
    (inner / "mills" / "tide.csv").touch()
    (inner / "a.jsonl").touch()
    (inner / ".hidden.csv").touch()
    (inner / "evil\x1b[31m\nname.txt").touch()
    return inner


async def look(page: Page, pilot: Any, count: int) -> None:
    page.line.focus()
    await pilot.press("f7")
    await until(lambda: isinstance(page.screen, FileBrowser))
    await until(lambda: len(page.names) == count)


async def test_a_file_in_a_folder_is_chosen(folder: Path) -> None:
    page = Page(f"{folder}/nothing-yet")
    async with page.run_test(size=(80, 24)) as pilot:
        await look(page, pilot, 3)
        assert page.names == ["▸ mills/", "a.jsonl", "evil␛[31m name.txt"]
        await pilot.press("g", "enter")
        await until(lambda: "tide.csv" in page.names)
        await pilot.press("j", "enter")
        await until(lambda: page.line.value.endswith("data/mills/tide.csv"))
        assert page.line.cursor_position == len(page.line.value)


async def test_out_of_a_folder_and_hidden_files(folder: Path) -> None:
    page = Page(f"{folder}/")
    async with page.run_test(size=(80, 24)) as pilot:
        await look(page, pilot, 3)
        await pilot.press("a")
        await until(lambda: ".hidden.csv" in page.names)
        await pilot.press("g", "enter")
        await until(lambda: "tide.csv" in page.names)
        await pilot.press("j", "h")
        await until(lambda: "tide.csv" not in page.names)
        await pilot.press("backspace")
        await until(lambda: page.names == ["▸ data/"])
        await pilot.press("escape")
        await until(lambda: not isinstance(page.screen, FileBrowser))
        assert page.line.value == f"{folder}/"


def test_it_begins_in_the_nearest_folder_that_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder_of(f"{folder}/x/y/z.csv") == folder
    assert folder_of(str(folder / "a.jsonl")) == folder
    monkeypatch.chdir(folder)
    for typed in ("", "\0", "~nobody-of-that-name/x"):
        assert folder_of(typed) == folder


def test_names_that_lead_nowhere_complete_to_nothing() -> None:
    assert completions("~nobody-of-that-name/x") == []
    assert completions("\0/") == []


async def test_of_a_long_path_the_name_is_seen_while_nobody_writes() -> None:
    page = Page("/home/someone/pictures of the mill/wheel.png")
    async with page.run_test(size=(30, 24)) as pilot:
        line = page.line
        await until(lambda: line.content_size.width == 28)

        def shown() -> str:
            return line.render_line(0).text.strip()

        page.screen.set_focus(None)
        await until(lambda: not line.has_focus)
        assert shown() == "…tures of the mill/wheel.png"
        line.focus()
        await until(lambda: line.has_focus and shown().endswith("wheel.png"))
        assert line.cursor_position == len(line.value)
        await pilot.press("home")
        await until(lambda: shown().startswith("/home/someone"))
        page.screen.set_focus(None)
        await until(lambda: shown().startswith("…"))
        line.value = "/short.png"
        await until(lambda: shown() == "/short.png")

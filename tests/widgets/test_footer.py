"""The last line: few keys, never two lines, never keys that do not work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from cohere_tui.widgets.footer import MOST, Footer, Hint, fitting, hints
from tests.stubs import PaperHouse, Reading, Stubbed, Writing, start
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.dom import DOMNode

APP = Stubbed.__new__(Stubbed)
PANE = Reading.__new__(Reading)


def hint(key: str, does: str, node: DOMNode = PANE) -> Hint:
    return Hint(key, does, "act", node)


HERE = tuple(hint("abcdefghij"[number], f"thing {number}") for number in range(10))
EVERYWHERE = (hint("^p", "commands", APP), hint("?", "help", APP))


def test_at_most_seven_are_shown_and_the_apps_own_are_among_them() -> None:
    shown = fitting((*HERE, *EVERYWHERE), 1_000, APP)
    assert len(shown) == MOST
    assert shown[-2:] == EVERYWHERE
    assert shown[:5] == HERE[:5]


def test_the_less_room_the_fewer_and_the_first_and_help_stay_longest() -> None:
    widths = {width: fitting((*HERE, *EVERYWHERE), width, APP) for width in range(200)}
    for width, shown in widths.items():
        line = "  ".join(f"{one.key} {one.does}" for one in shown)
        assert cell_len(line) <= width
    assert [one.does for one in widths[30]] == ["thing 0", "thing 1", "help"]
    assert [one.does for one in widths[9]] == ["thing 0"]
    assert widths[3] == ()


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
async def test_the_line_never_overflows(tmp_path: Path, width: int) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test(size=(width, 24)):
        await until(lambda: app.house is not None)
        line = app.screen.query_one(Footer)
        await until(lambda: line.region)
        await until(lambda: "edit in $EDITOR" in str(line.render()) or width == 20)
        shown = str(line.render())
        assert cell_len(shown) <= width - 2
        assert "\n" not in shown


async def test_the_mode_is_told(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test(size=(120, 24)):
        await until(lambda: app.house is not None)
        line = app.screen.query_one(Footer)
        await until(lambda: str(line.render()).endswith("PROMPT"))
        app.screen.query_one(Reading).focus()
        await until(lambda: str(line.render()).endswith("READ"))


async def test_keys_that_would_be_text_are_not_offered(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test(size=(120, 24)):
        await until(lambda: app.house is not None)
        await until(lambda: "F1 help" in str(app.screen.query_one(Footer).render()))
        app.screen.query_one(Reading).focus()
        await until(lambda: "? help" in str(app.screen.query_one(Footer).render()))
        shown = str(app.screen.query_one(Footer).render())
        assert shown.startswith("y copy  Y copy code  F8 model  ^p commands")


async def test_a_click_on_a_key_does_what_the_key_does(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test(size=(120, 24)) as pilot:
        await until(lambda: app.house is not None)
        await until(lambda: "F8 model" in str(app.screen.query_one(Footer).render()))
        found = hints(app.screen)
        model = next(one for one in found if one.does == "model")
        at = str(app.screen.query_one(Footer).render()).index("F8 model")
        assert model.key == "F8"
        await pilot.click(Footer, offset=(1 + at + 2, 0))
        await until(lambda: app.chat.models == 1)
        await until(lambda: isinstance(app.focused, Writing))

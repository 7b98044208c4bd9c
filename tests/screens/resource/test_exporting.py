"""Saving a table: which rows, as what, and what a file that is there already is worth."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from cohere_tui.widgets.form.form import Form
from tests.keyboard import typed
from tests.screens.resource.mills import Bench, Mill, mills, seated
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def asked(bench: Bench) -> Form[Path]:
    """The form that asks where to."""
    await bench.press("ctrl+s")
    await until(lambda: isinstance(bench.app.screen, Form) and bench.app.screen.is_mounted)
    form = bench.app.screen
    assert isinstance(form, Form)
    return form


async def saved(bench: Bench, path: Path) -> None:
    """Save to `path`."""
    await asked(bench)
    await bench.press("tab", "end", "ctrl+u")
    await typed(bench.pilot, str(path))
    await bench.press("ctrl+s")
    await until(lambda: bench.app.screen is bench.screen, bench.picture)
    await until(lambda: path.name in bench.notices)


async def test_what_the_table_shows_is_saved_as_it_shows_it(tmp_path: Path) -> None:
    rows = [*mills(3), Mill("x", 'Odd "one",\n\x1b[2J\u202e', opened=None)]
    async with seated(rows) as bench:
        await bench.press("l", "s", "s")
        await saved(bench, tmp_path / "all.csv")
        assert (tmp_path / "all.csv").read_text().splitlines() == [
            "name,status,opened",
            '"Odd ""one"",',
            '␛[2J‹U+202E›",ready,?',
            "Mill 0002,ready,1801",
            "Mill 0001,ready,1801",
            "Mill 0000,ready,1801",
        ]
        await typed(bench.pilot, "/!0001")
        await bench.press("enter")
        await until(lambda: bench.ids == ["x", "m2", "m0"])
        await saved(bench, tmp_path / "some.jsonl")
        lines = (tmp_path / "some.jsonl").read_text().splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["x", "m2", "m0"]
        assert json.loads(lines[0])["name"] == 'Odd "one",\n\x1b[2J\u202e'
        assert "\u202e" not in lines[0]


async def test_marked_rows_alone_are_saved_in_the_order_of_the_table(tmp_path: Path) -> None:
    async with seated(mills(300)) as bench:
        await bench.press("space", "j", "space", "s", "s")
        await asked(bench)
        await bench.sees("2 mills: what is marked.")
        await bench.press("escape")
        await saved(bench, tmp_path / "marked.json")
        assert [one["id"] for one in json.loads((tmp_path / "marked.json").read_text())] == [
            "m2",
            "m0",
        ]
        await bench.press("escape")
        await asked(bench)
        await bench.sees("200 mills, as the table shows them. There are more")


async def test_a_file_that_is_there_is_not_replaced_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = tmp_path / "mills.csv"
    there.write_text("mine")
    async with seated(mills(2)) as bench:
        form = await asked(bench)
        assert form.values["path"].endswith("mills.csv")
        await bench.press("ctrl+s")
        await bench.sees("is there already")
        assert there.read_text() == "mine"
        await bench.press("tab", "space", "ctrl+s")
        await until(lambda: there.read_text().startswith("name,status,opened"))
        await until(lambda: bench.app.screen is bench.screen)
        there.unlink()
        there.mkdir()
        await asked(bench)
        await bench.press("ctrl+s")
        await bench.sees("is a folder")
        await bench.press("escape")
        assert os.listdir(tmp_path) == ["mills.csv"]  # noqa: PTH208 nothing is left beside it


async def test_where_there_are_no_rows_nothing_is_asked() -> None:
    async with seated() as bench:
        await bench.press("ctrl+s")
        await until(lambda: "There are no rows to save." in bench.notices)
        assert bench.app.screen is bench.screen

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cohere_tui.widgets.form.form import Form
from tests.screens.playground.counting import Counting, CountPanel
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.playground.conftest import Seat, SitAt


async def form_after(seat: Seat, key: str) -> Form[object]:
    await seat.pilot.press(key)
    await until(lambda: isinstance(seat.app.screen, Form) and seat.app.screen.fields.is_made)
    form = seat.app.screen
    assert isinstance(form, Form)
    return form


async def test_an_answer_is_saved_as_jsonl_csv_and_json(sit_at: SitAt, tmp_path: Path) -> None:
    async with sit_at("count", app=Counting) as seat:
        await seat.run()
        for ending in ("jsonl", "csv", "json"):
            form = await form_after(seat, "ctrl+s")
            form.fields.put("path", str(tmp_path / f"counts.{ending}"))
            await until(lambda: form.values["form"] == ending)  # noqa: B023
            await seat.pilot.press("ctrl+s")
            await until(lambda: seat.app.screen is seat.place)
    assert json.loads((tmp_path / "counts.jsonl").read_text().splitlines()[0])["text"] == "one"
    assert (tmp_path / "counts.csv").read_bytes().startswith(b"text,tokens\r\none,")
    assert len(json.loads((tmp_path / "counts.json").read_text())) == 2


async def test_a_file_is_not_replaced_unasked_and_a_folder_that_is_gone_is_told(
    sit_at: SitAt, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("mine")
    async with sit_at("count", app=Counting) as seat:
        await seat.run()
        form = await form_after(seat, "ctrl+s")
        form.fields.put("path", str(tmp_path / "mine.csv"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "is there already" in seat.text)
        form.fields.put("path", str(tmp_path / "gone" / "mine.csv"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "there is no folder" in seat.text)
        assert (tmp_path / "mine.csv").read_text() == "mine"


async def test_texts_come_from_the_column_of_a_file(sit_at: SitAt, tmp_path: Path) -> None:
    path = tmp_path / "mail.csv"
    path.write_text('id,body\n1,first\n2,"two\nlines"\n3,\n')
    async with sit_at("count", app=Counting) as seat:
        form = await form_after(seat, "f7")
        form.fields.put("path", str(path))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "Say which of them: id, body" in seat.text)
        form.fields.put("column.text", "body")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.panel.fields.values["texts"] == 'first\n"two\\nlines"')
        form = await form_after(seat, "f7")
        form.fields.put("path", str(tmp_path / "none.txt"))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "cannot be read" in seat.text)
        assert seat.panel.fields.values["texts"] == 'first\n"two\\nlines"'


async def test_broken_rows_are_named_and_may_be_left_out(sit_at: SitAt, tmp_path: Path) -> None:
    path = tmp_path / "docs.jsonl"
    path.write_text('{"text": "a"}\n{"text": \n{"text": "b"}\n')
    async with sit_at("other", app=Counting) as seat:
        await seat.fill(texts="mine")
        form = await form_after(seat, "f7")
        form.fields.put("path", str(path))
        await seat.pilot.press("ctrl+s")
        await until(lambda: "line 2" in seat.text)
        form.fields.put("skip", "yes")
        form.fields.put("adds", "yes")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.panel.fields.values["texts"] == "mine\na\nb")


async def test_no_key_waits_while_the_rows_of_a_file_are_written(
    sit_at: SitAt, tmp_path: Path
) -> None:
    path = tmp_path / "many.txt"
    path.write_text("a\nb\n")
    async with sit_at("other", app=Counting) as seat:
        panel = seat.panel
        assert isinstance(panel, CountPanel)
        panel.writes.clear()
        form = await form_after(seat, "f7")
        form.fields.put("path", str(path))
        form.fields.put("adds", "yes")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.app.screen is seat.place)
        await until(lambda: "taking the rows" in seat.text)
        await seat.pilot.press("x")
        await until(lambda: panel.fields.values["texts"] == "x")
        panel.writes.set()
        # What was written meanwhile is not lost.
        await until(lambda: panel.fields.values["texts"] == "x\na\nb")

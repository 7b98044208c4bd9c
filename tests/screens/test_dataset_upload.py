"""Uploading a dataset by keyboard: the form, the check, the way, its end; and what goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Paste

from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.dataset_progress import UploadDialog
from cohere_tui.screens.dataset_upload import TITLE, ReviewDialog
from cohere_tui.state.facts import Link
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.progress import Progress
from tests.screens.datasets import (
    CREATE,
    CSV,
    begun,
    described,
    header,
    opened,
    reviewed,
    said,
    seen,
)
from tests.screens.jobs import (
    complaint,
    form_of,
    notices,
    pick,
    shown,
    weather,
)
from tests.services.files.made import GOOD
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.screens.conftest import Seat, Sit


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "harbours.csv"
    path.write_text(CSV)
    return path


def write(path: Path, text: str) -> None:
    path.write_text(text)


def move(path: Path, to: Path) -> None:
    path.rename(to)


def findings(dialog: ReviewDialog) -> str:
    return "\n".join(str(fact) for fact in dialog.query_one(FactList).facts)


def created(seat: Seat) -> list[Any]:
    return [one for one in seat.sandbox.requests if (one.method, one.path) == ("POST", CREATE)]


async def test_from_the_file_to_the_validated_dataset(sit: Sit, data: Path) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        form = await described(seat, data)
        assert form.values["name"] == "harbours"
        await seat.pilot.press("ctrl+s")
        review = await shown(seat, ReviewDialog)
        assert created(seat) == []
        assert "2 rows, 28 B" in findings(review)
        table = review.query_one(RowsPage).table
        await until(lambda: table.rows.shown_columns == ("#", "text", "lang"))
        await until(lambda: "Dingle" in seen(seat))
        await seat.pilot.press("enter")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "validated: 2 rows" in said(dialog))
        await until(lambda: "10 GB" in header(screen))
        await seat.pilot.press("enter")
        await until(lambda: screen.detail.title == "harbours" and screen.has_class("-detail"))
        assert screen.jobs == []
        assert screen.drafts == {}
        assert len(created(seat)) == 1
        assert "Dataset harbours" not in notices(seat)


async def test_faults_are_shown_with_their_lines_and_the_form_keeps_everything(
    sit: Sit, data: Path
) -> None:
    write(data, "text,lang\nCobh,en\n,en\nDingle\n")
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        review = await reviewed(seat, data)
        assert "line 3: 'text' is empty" in findings(review)
        assert "line 4: 1 cell, but the header has 2 columns" in findings(review)
        await seat.pilot.press("ctrl+s", "f5")  # nothing to send
        assert seat.app.screen is review
        await seat.pilot.press("escape")
        form = await form_of(seat)
        await until(lambda: "line 3: 'text' is empty, and 1 more" in complaint(form))
        assert form.values["data"] == str(data)
        write(data, CSV)
        await seat.pilot.press("ctrl+s")
        review = await shown(seat, ReviewDialog)
        assert review.good
        await seat.pilot.press("escape")
        await until(lambda: "Nothing was sent" in complaint(form))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        await seat.pilot.press("n")
        form = await form_of(seat)
        assert form.values["data"] == str(data)
        assert created(seat) == []


async def test_skipped_rows_are_warned_of_and_the_rest_is_uploaded(sit: Sit, data: Path) -> None:
    write(data, "text,lang\nCobh,en\n,en\n")
    async with sit() as seat:
        await opened(seat)
        form = await described(seat, data)
        form.fields.control("skip_malformed_input").focus()
        await seat.pilot.press("space", "ctrl+s")
        review = await shown(seat, ReviewDialog)
        assert "1 row, 1 row broken" in findings(review)
        assert "WARNING" in findings(review)
        await seat.pilot.press("enter")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "validated: 1 row" in said(dialog))
        await until(lambda: "line 3" in said(dialog))


async def test_options_go_along_and_are_shown_as_code(sit: Sit, tmp_path: Path) -> None:
    kind = "chat-finetune-input"
    train, evaluate = tmp_path / "train.jsonl", tmp_path / "eval.jsonl"
    train.write_bytes(GOOD[kind, "jsonl"])
    evaluate.write_bytes(GOOD[kind, "jsonl"].splitlines(keepends=True)[0])
    async with sit() as seat:
        await opened(seat)
        form = await described(seat, train)
        await pick(seat, "type", kind)
        await until(lambda: "eval_data" in form.values)
        form.fields.control("eval_data").focus()
        await until(lambda: form.focused is form.fields.control("eval_data"))
        seat.app.post_message(Paste(str(evaluate)))
        await until(lambda: form.values["eval_data"] == str(evaluate))
        await seat.pilot.press("f3")
        view = await shown(seat, CodeView)
        assert f"type={kind}" in view.code
        assert f"eval_data=@{evaluate}" in view.code.replace("'", "")
        await seat.pilot.press("escape")
        await form_of(seat)
        await seat.pilot.press("ctrl+s")
        review = await shown(seat, ReviewDialog)
        assert [file.path for file in review.files] == [train, evaluate]
        await seat.pilot.press("enter")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "validated" in said(dialog) and "sent;" not in said(dialog))
        assert created(seat)[0].query["type"] == [kind]


@pytest.mark.parametrize("what", ["folder", "empty", "gone"])
async def test_what_is_no_file_is_told_under_its_field(
    sit: Sit, data: Path, tmp_path: Path, what: str
) -> None:
    write(data, "")
    path = {"folder": tmp_path, "empty": data, "gone": tmp_path / "x.csv"}[what]
    words = {"folder": "is a folder", "empty": "is empty", "gone": "no such file"}[what]
    async with sit(80, 24) as seat:
        await opened(seat)
        form = await described(seat, path)
        await until(lambda: f"! {words}" in seen(seat) or f"! there is {words}" in seen(seat))
        await seat.pilot.press("ctrl+s")
        assert seat.app.screen is form
        assert form.values["data"] == str(path)


async def test_a_file_that_goes_away_meanwhile_is_told_and_can_come_back(
    sit: Sit, data: Path
) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        await reviewed(seat, data)
        aside = data.with_suffix(".old")
        move(data, aside)
        await seat.pilot.press("enter")
        dialog = await shown(seat, UploadDialog)
        await until(lambda: "cannot be read" in said(dialog))
        await until(lambda: "What was written in the form is kept" in said(dialog))
        assert created(seat) == []
        move(aside, data)
        await seat.pilot.press("r")
        await until(lambda: "validated: 2 rows" in said(seat.app.screen))  # type: ignore[arg-type]
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert screen.jobs == []
        assert screen.drafts == {}


async def test_a_refusal_leads_back_to_the_form(sit: Sit, data: Path) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        weather(seat, Fault(CREATE, 400, "capacity used up", method="POST"))
        dialog = await begun(seat, data)
        await until(lambda: "capacity used up" in said(dialog))
        await seat.pilot.press("e")
        form = await form_of(seat)
        assert (form.values["data"], form.values["name"]) == (str(data), "harbours")
        assert screen.jobs == []
        assert len(created(seat)) == 1


async def test_a_line_that_breaks_says_that_it_may_be_there(sit: Sit, data: Path) -> None:
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        weather(seat, Fault(CREATE, kind="drop", method="POST"))
        dialog = await begun(seat, data)
        await until(lambda: "it failed" in said(dialog))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is screen)
        assert len(created(seat)) == 1
        assert TITLE in screen.drafts


async def test_what_the_platform_finds_wrong_is_shown(sit: Sit, tmp_path: Path) -> None:
    path = tmp_path / "halves.jsonl"
    path.write_bytes(b'{"text": "half a character: \\ud800"}\n')
    async with sit(80, 24) as seat:
        screen = await opened(seat)
        dialog = await begun(seat, path)
        await until(lambda: "✗ failed" in said(dialog))
        await until(lambda: "line 1" in said(dialog))
        await seat.pilot.press("enter")
        await until(lambda: screen.detail.title == "halves")


async def test_who_needs_a_dataset_comes_to_the_form(sit: Sit, data: Path) -> None:
    async with sit() as seat:
        await opened(seat)
        seat.app.visit(Link("datasets", str(data), what="new"))
        form = await form_of(seat)
        assert form._title == TITLE
        assert (form.values["data"], form.values["name"]) == (str(data), "harbours")


async def test_the_check_of_a_large_file_can_be_stopped(sit: Sit, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    write(large, "text\n" + "a harbour on the south coast\n" * 1_000_000)
    async with sit(80, 24) as seat:
        await opened(seat)
        form = await described(seat, large)
        await seat.pilot.press("ctrl+s")
        progress = await shown(seat, Progress)
        await until(lambda: "reading large.csv" in said(progress))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is form)
        await until(lambda: "It was stopped" in complaint(form))
        assert form.values["data"] == str(large)
        assert created(seat) == []

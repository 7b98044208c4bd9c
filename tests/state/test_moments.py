"""Moments: in lists, in details, in files."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from cohere_tui.state.columns import Cell, Tone, id_column, number_column
from cohere_tui.state.exporting import csv_lines
from cohere_tui.state.moments import age_column, dated, newness

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
ROWS = (
    SimpleNamespace(id="a", at=NOON, rows=1_204),
    SimpleNamespace(id="b", at=None, rows=None),
)
COLUMNS = (
    id_column("id", lambda row: row.id, 9),
    age_column("age", lambda row: row.at),
    number_column("rows", lambda row: row.rows, 5),
)


def test_an_age_is_short_in_a_list_and_exact_in_a_file() -> None:
    now = NOON.timestamp() + 7_200
    cells = [[column.cell(row, now) for column in COLUMNS] for row in ROWS]
    assert cells[0] == [Cell("a", Tone.QUIET), Cell("2h", Tone.QUIET), Cell("1,204")]
    assert [cell.text for cell in cells[1]] == ["b", "?", "?"]
    lines = "".join(csv_lines(COLUMNS, ROWS, now)).splitlines()
    assert lines == ["id,age,rows", "a,2026-03-09T12:00:00+00:00,1204", "b,,"]


def test_the_youngest_comes_first() -> None:
    later = newness(NOON.replace(hour=13))
    assert later is not None
    assert later < (newness(NOON) or 0)
    assert newness(None) is None


def test_a_detail_says_day_time_and_age() -> None:
    said = dated(NOON, NOON.timestamp() + 60)
    assert said.endswith("(1m)")
    assert said.startswith(dated(NOON))
    assert (dated(None), dated(None, unknown="")) == ("not said", "")

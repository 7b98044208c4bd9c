"""Tables as text: columns under their names, nothing cut."""

from __future__ import annotations

from cohere_tui.state.columns import Cell, Column
from cohere_tui.state.listing import Listing
from cohere_tui.widgets.aligned import aligned, table_text


def test_columns_stand_under_their_names_in_cells() -> None:
    rows = [("Cobh", "7"), ("日本", "1,204"), ("a\nb\x1b", "")]
    assert aligned(("name", "rows"), rows, (False, True)).split("\n") == [
        "name   rows",
        "Cobh      7",
        "日本  1,204",
        "a b␛",
    ]


def test_nothing_is_cut_and_one_long_text_does_not_move_all_others() -> None:
    long = "word " * 30
    lines = aligned(("text", "label"), [(long, "x"), ("short", "y")]).split("\n")
    assert lines[1] == f"{long.strip()}  x"
    assert lines[2] == f"{'short':40}  y"


def test_a_table_is_what_is_shown_of_it_or_marked() -> None:
    column: Column[str] = Column("name", lambda row, _: Cell(row), 4)
    wide: Column[str] = Column("id", lambda row, _: Cell(f"id-{row}"), 4, wide=True)
    listing = Listing((column, wide), str).with_rows(("b", "a", "c"))
    assert (
        table_text(listing.sorted_by("name").filtered("!c")) == "name  id\na     id-a\nb     id-b"
    )
    assert table_text(listing.toggled("c")) == "name  id\nc     id-c"
    assert table_text(listing.filtered("none")) == ""

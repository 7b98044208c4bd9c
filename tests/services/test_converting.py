"""Avro parts become one file, whole or not at all."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.errors import FileUnusable
from cohere_tui.services.avro import opened
from cohere_tui.services.avro_json import cell, json_text
from cohere_tui.services.converting import FORMATS, Converted, Format, convert, convert_now
from tests.services.parts import (
    EXPECTED,
    REAL,
    part,
    read_avro,
    read_csv,
    read_jsonl,
    record,
    texts,
)
from tests.until import until
from tests.whole.files import file_size_limit, names

if TYPE_CHECKING:
    from pathlib import Path

every_format = pytest.mark.parametrize("form", FORMATS)


def converted(parts: list[Path], into: Path, form: Format, *, replace: bool = False) -> int:
    return convert_now(parts, into, form, lambda _: None, replace=replace)


def test_a_real_part_as_jsonl(tmp_path: Path) -> None:
    assert converted([REAL], tmp_path / "out", "jsonl") == 2
    assert read_jsonl(tmp_path / "out") == EXPECTED


def test_a_real_part_as_csv(tmp_path: Path) -> None:
    assert converted([REAL], tmp_path / "out", "csv") == 2
    assert read_csv(tmp_path / "out") == [
        ["text", "lang", "embeddings"],
        ["Cobh", "en", '{"float":[0.5,-0.25,0.125],"int8":null}'],
        ["Kilmore, Quay", "", '{"float":[0.0,1.0,-1.0],"int8":null}'],
    ]


def test_one_part_as_avro_is_kept_as_it_is(tmp_path: Path) -> None:
    assert converted([REAL], tmp_path / "out", "avro") == 2
    assert (tmp_path / "out").read_bytes() == REAL.read_bytes()


@every_format
def test_parts_follow_each_other(tmp_path: Path, form: Format) -> None:
    parts = [
        part(tmp_path / "a", texts(700), codec="deflate"),
        part(tmp_path / "b", []),
        part(tmp_path / "c", texts(600, 700), codec="null"),
    ]
    out = tmp_path / "out"
    assert converted(parts, out, form) == 1300
    readers = {"jsonl": read_jsonl, "avro": read_avro, "csv": read_csv}
    rows = readers[form](out)
    if form == "csv":
        assert rows == [["text"], *([row["text"]] for row in texts(1300))]
    else:
        assert rows == texts(1300)


def test_the_codec_of_the_first_part_is_kept(tmp_path: Path) -> None:
    parts = [part(tmp_path / "a", texts(5), codec="deflate"), part(tmp_path / "b", texts(5))]
    converted(parts, tmp_path / "out", "avro")
    with (tmp_path / "out").open("rb") as file:
        assert fastavro.reader(file).codec == "deflate"


def test_parts_with_other_columns(tmp_path: Path) -> None:
    other = record(lang="string", text="string")
    parts = [
        part(tmp_path / "a", texts(1)),
        part(tmp_path / "b", [{"lang": "en", "text": "text 1"}], other),
    ]
    converted(parts, tmp_path / "csv", "csv")
    assert read_csv(tmp_path / "csv") == [["text", "lang"], ["text 0", ""], ["text 1", "en"]]
    assert converted(parts, tmp_path / "jsonl", "jsonl") == 2
    with pytest.raises(FileUnusable, match="b has other columns than a"):
        converted(parts, tmp_path / "avro", "avro")
    assert not (tmp_path / "avro").exists()


RICH = record(
    raw="bytes",
    fixed={"type": "fixed", "name": "four", "size": 4},
    price={"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2},
    day={"type": "int", "logicalType": "date"},
    clock={"type": "long", "logicalType": "time-micros"},
    at={"type": "long", "logicalType": "timestamp-millis"},
    uid={"type": "string", "logicalType": "uuid"},
    kind={"type": "enum", "name": "kind", "symbols": ["A", "B"]},
    flag="boolean",
    number="double",
    numbers={"type": "array", "items": "float"},
    words={"type": "map", "values": ["null", "string"]},
    either=["null", "long", "string"],
)
ROW = {
    "raw": b"\x00\xff",
    "fixed": b"abcd",
    "price": Decimal("12.50"),
    "day": date(2026, 8, 19),
    "clock": time(10, 11, 12),
    "at": datetime(2026, 8, 19, 10, 11, 12, tzinfo=UTC),
    "uid": UUID(int=1),
    "kind": "B",
    "flag": True,
    "number": float("nan"),
    "numbers": [0.5, float("inf"), float("-inf")],
    "words": {"a": None, "é": 'quote " and\nline'},
    "either": 2**60,
}
AS_JSON = {
    "raw": "AP8=",
    "fixed": "YWJjZA==",
    "price": "12.50",
    "day": "2026-08-19",
    "clock": "10:11:12",
    "at": "2026-08-19T10:11:12+00:00",
    "uid": "00000000-0000-0000-0000-000000000001",
    "kind": "B",
    "flag": True,
    "number": None,
    "numbers": [0.5, None, None],
    "words": {"a": None, "é": 'quote " and\nline'},
    "either": 2**60,
}


def test_everything_avro_can_hold(tmp_path: Path) -> None:
    source = part(tmp_path / "rich", [ROW], RICH)
    converted([source], tmp_path / "jsonl", "jsonl")
    assert read_jsonl(tmp_path / "jsonl") == [AS_JSON]
    converted([source], tmp_path / "csv", "csv")
    header, row = read_csv(tmp_path / "csv")
    cells = dict(zip(header, row, strict=True))
    assert cells["raw"] == "AP8="
    assert cells["at"] == "2026-08-19T10:11:12+00:00"
    assert (cells["flag"], cells["number"], cells["either"]) == ("true", "", str(2**60))
    assert cells["numbers"] == "[0.5,null,null]"
    assert cells["words"] == '{"a":null,"é":"quote \\" and\\nline"}'
    converted([source, source], tmp_path / "avro", "avro")
    first, second = read_avro(tmp_path / "avro")
    assert str(first) == str(second) == str(ROW)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("null", "null"),
        (False, "false"),
        (1.5, "1.5"),
        ([], "[]"),
        (b"", ""),
        (timedelta(seconds=90), "90.0"),
        (Decimal("1E+3"), "1E+3"),
    ],
)
def test_cells(value: Any, text: str) -> None:
    assert cell(value) == text


def test_what_json_has_no_word_for_is_a_bug() -> None:
    with pytest.raises(TypeError):
        json_text({"a": object()})


@pytest.mark.parametrize("text", ["a,b", 'say "x"', "two\nlines", "old\rmac", " ", "", "é\u2028"])
def test_texts_come_back_from_every_format(tmp_path: Path, text: str) -> None:
    source = part(tmp_path / "a", [{"text": text}])
    for form in FORMATS:
        converted([source], tmp_path / form, form)
    assert read_jsonl(tmp_path / "jsonl") == [{"text": text}]
    assert read_csv(tmp_path / "csv") == [["text"], [text]]
    assert (tmp_path / "jsonl").read_bytes().count(b"\n") == 1


BROKEN: dict[str, bytes] = {
    "empty": b"",
    "text": b"text,lang\nCobh,en\n",
    "html": b"<html>gone</html>",
    "magic only": b"Obj\x01",
    "cut in the header": REAL.read_bytes()[:60],
    "cut in a block": REAL.read_bytes()[:-30],
    "cut at the end": REAL.read_bytes()[:-1],
    "another sync marker": REAL.read_bytes()[:-3] + b"xyz",
    "another codec": REAL.read_bytes().replace(b"\x0edeflate", b"\x0elz77777"),
    "snappy without a reader": REAL.read_bytes().replace(b"\x0edeflate", b"\x0csnappy"),
}


@every_format
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_part_is_named_and_leaves_nothing(tmp_path: Path, name: str, form: Format) -> None:
    good = part(tmp_path / "part-1.avro", [], {**fastavro_schema(), "name": "embed_result"})
    broken = tmp_path / "part-2.avro"
    broken.write_bytes(BROKEN[name])
    out = tmp_path / "out"
    out.write_bytes(b"older")
    with pytest.raises(FileUnusable, match=r"part-2\.avro is not readable as Avro: \w"):
        converted([good, broken], out, form, replace=True)
    assert out.read_bytes() == b"older"
    assert names(tmp_path) == ["out", "part-1.avro", "part-2.avro"]


def fastavro_schema() -> dict[str, Any]:
    with REAL.open("rb") as file:
        schema = fastavro.reader(file).writer_schema
    assert isinstance(schema, dict)
    return schema


def test_a_part_that_holds_no_records(tmp_path: Path) -> None:
    path = tmp_path / "numbers.avro"
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema({"type": "int"}), [1, 2])
    with pytest.raises(FileUnusable, match=r"numbers\.avro holds no records"):
        converted([path], tmp_path / "out", "jsonl")


def test_a_part_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="No such file"):
        converted([tmp_path / "nowhere"], tmp_path / "out", "jsonl")
    with pytest.raises(FileUnusable, match="nothing to write"):
        converted([], tmp_path / "out", "avro")
    assert names(tmp_path) == []


@settings(max_examples=50)
@given(
    place=st.integers(0, len(REAL.read_bytes()) - 1),
    byte=st.integers(0, 255),
    cut=st.booleans(),
)
def test_any_damage_gives_rows_or_is_told(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int, cut: bool
) -> None:
    data = bytearray(REAL.read_bytes())
    data[place] = byte
    path = tmp_path_factory.mktemp("damaged") / "part.avro"
    path.write_bytes(data[:place] if cut else data)
    told: list[str] = []
    rows: list[Any] = []
    try:
        with opened(path) as avro:
            rows += avro
    except FileUnusable as error:
        told.append(str(error))
    assert all("part.avro" in what for what in told)
    assert all(isinstance(row, dict) for row in rows)
    assert told or rows or cut or data != REAL.read_bytes()


@every_format
def test_what_is_there_is_replaced_only_when_told(tmp_path: Path, form: Format) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"older")
    with pytest.raises(FileUnusable, match="is there already"):
        converted([REAL], out, form)
    assert out.read_bytes() == b"older"
    assert converted([REAL], out, form, replace=True) == 2
    assert out.read_bytes() != b"older"
    assert names(tmp_path) == ["out"]


def test_what_comes_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def meanwhile(_: Converted) -> None:
        out.write_bytes(b"new")

    with pytest.raises(FileUnusable, match="is there already"):
        convert_now([REAL], out, "jsonl", meanwhile)
    assert names(tmp_path) == ["out"]
    assert out.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "said"),
    [("folder", "is a folder"), ("nowhere/out", "No such file"), ("x" * 300, "too long")],
)
def test_places_where_nothing_can_be_written(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnusable, match=said):
        converted([REAL], tmp_path / name, "jsonl", replace=True)


def test_a_new_file_is_as_open_as_others_are(tmp_path: Path) -> None:
    converted([REAL], tmp_path / "out", "jsonl")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"older")
    (tmp_path / "out").symlink_to("target")
    converted([REAL], tmp_path / "out", "jsonl", replace=True)
    assert (tmp_path / "out").is_symlink()
    assert read_jsonl(tmp_path / "target") == EXPECTED


@every_format
def test_a_disk_that_fills_leaves_no_half_file(tmp_path: Path, form: Format) -> None:
    source = part(tmp_path / "part.avro", texts(30_000))
    with file_size_limit(64 * 1024), pytest.raises(FileUnusable, match="cannot be written"):
        converted([source], tmp_path / "out", form)
    assert names(tmp_path) == ["part.avro"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_nobody_may_write_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileUnusable, match="Permission denied"):
        converted([REAL], tmp_path / "out", "jsonl")
    tmp_path.chmod(0o700)


async def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    parts = [part(tmp_path / "a", texts(2000)), part(tmp_path / "b", texts(1000))]
    seen: list[Converted] = []
    assert await convert(parts, tmp_path / "out", "jsonl", seen.append) == 3000
    total = sum(path.stat().st_size for path in parts)
    assert {news.total for news in seen} == {total}
    assert [news.bytes for news in seen] == sorted(news.bytes for news in seen)
    assert [news.part for news in seen] == sorted(news.part for news in seen)
    assert (seen[-1].part, seen[-1].rows, seen[-1].bytes) == (2, 3000, total)


@every_format
async def test_stopped_it_leaves_nothing(tmp_path: Path, form: Format) -> None:
    source = part(tmp_path / "part.avro", texts(300_000))
    seen: list[Converted] = []
    task = asyncio.create_task(convert([source], tmp_path / "out", form, seen.append))
    await until(lambda: seen)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names(tmp_path) == ["part.avro"]
    assert seen[-1].rows < 300_000

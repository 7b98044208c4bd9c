"""What a list shows of datasets, and what is known of one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cohere_tui.models.datasets import QUOTA_BYTES, Dataset
from cohere_tui.state.columns import Cell, Tone
from cohere_tui.state.dataset_facts import (
    described,
    metric_facts,
    overview,
    part_facts,
    schema_facts,
)
from cohere_tui.state.datasets import COLUMNS, lifetime, status_of, usage_words
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.state.links import host_of
from tests.state.test_avro_schema import schema

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LINK = "https://store.example.com/parts/p-1?signature=s3cr3t&expires=9"
PART = {"id": "p-1", "url": LINK, "num_rows": 3, "size_bytes": 8_100_000, "samples": ['{"a": 1}']}


def dataset(**fields: Any) -> Dataset:
    made = {
        "id": "harbours-7x2k9a",
        "name": "harbours",
        "created_at": (NOW - timedelta(days=1)).isoformat(),
        "dataset_type": "embed-input",
        "validation_status": "validated",
    }
    return Dataset.model_validate(made | fields)


def row(one: Dataset) -> dict[str, Cell]:
    return {column.name: column.cell(one, NOW.timestamp()) for column in COLUMNS}


def facts(one: Dataset) -> dict[str, str]:
    return {
        line.label: line.value for line in overview(one, NOW.timestamp()) if isinstance(line, Fact)
    }


def notes(one: Dataset) -> list[Note]:
    return [line for line in overview(one, NOW.timestamp()) if isinstance(line, Note)]


def test_a_row_of_the_list() -> None:
    text = schema(text="string", lang="string")
    cells = row(dataset(dataset_parts=[PART], schema=text, updated_at="2026-11-22T10:00:00Z"))
    assert {name: cell.text for name, cell in cells.items()} == {
        "name": "harbours",
        "type": "embed-input",
        "rows": "3",
        "size": "8.1 MB",
        "age": "1d",
        "left": "29d",
        "status": "validated",
        "id": "harbours-7x2k9a",
        "fields": "text, lang",
        "updated": "2h",
    }


def test_what_the_server_does_not_say_is_no_zero() -> None:
    cells = row(Dataset())
    assert {cells[name].text for name in ("rows", "size", "age", "left", "updated")} == {"?"}
    assert cells["status"] == Cell("unknown", Tone.WAITING)
    assert all(column.key is None or column.key(Dataset()) is None for column in COLUMNS)
    assert {"not said", "none yet"} <= set(facts(Dataset()).values())


@pytest.mark.parametrize(
    ("status", "tone"),
    [
        ("validated", Tone.READY),
        ("FAILED", Tone.FAILED),
        ("processing", Tone.WORKING),
        ("queued", Tone.WAITING),
        ("skipped", Tone.WARNING),
        ("on-the-moon", Tone.WAITING),
    ],
)
def test_every_status_has_a_word_and_a_tone(status: str, tone: Tone) -> None:
    assert status_of(dataset(validation_status=status)) == Cell(status.lower(), tone)


@pytest.mark.parametrize(
    ("age", "days", "tone"),
    [
        (timedelta(0), "30d", Tone.PLAIN),
        (timedelta(days=27), "3d", Tone.PLAIN),
        (timedelta(days=27, hours=1), "3d", Tone.PLAIN),
        (timedelta(days=28), "2d", Tone.WARNING),
        (timedelta(days=31), "0d", Tone.WARNING),
        (timedelta(days=-1), "30d", Tone.PLAIN),
    ],
)
def test_the_last_days_are_warned_of(age: timedelta, days: str, tone: Tone) -> None:
    one = dataset(created_at=(NOW - age).isoformat())
    assert lifetime(one, NOW.timestamp()) == Cell(days, tone)
    assert any("removed" in note.text for note in notes(one)) is (tone is Tone.WARNING)


def test_usage_against_the_quota() -> None:
    def words(used: int | None) -> str:
        return usage_words(used, QUOTA_BYTES, ("#", ".", "!"))

    assert words(3_200_000_000) == "3.2 of 10 GB ###......."
    assert words(0) == "0 B of 10 GB .........."
    assert words(QUOTA_BYTES) == "! 10 of 10 GB ##########"
    assert words(2 * QUOTA_BYTES) == "! 20 of 10 GB ##########"
    assert words(None) == "usage not said"


def test_why_it_failed_comes_first_line_by_line() -> None:
    error = "line 3: 'text' is empty\nline 9: not JSON"
    one = dataset(
        validation_status="failed",
        validation_error=error,
        validation_warnings=["2 rows were skipped"],
    )
    assert overview(one, NOW.timestamp())[:3] == (
        Note("line 3: 'text' is empty", Tone.FAILED),
        Note("line 9: not JSON", Tone.FAILED),
        Note("2 rows were skipped", Tone.WARNING),
    )
    silent = notes(dataset(validation_status="failed"))
    assert [note.tone for note in silent] == [Tone.FAILED]


def test_the_overview_has_every_field() -> None:
    one = dataset(
        dataset_parts=[PART | {"original_url": LINK}],
        required_fields=["text"],
        preserve_fields=["lang"],
        parse_info={"delimiter": ";", "separator": "\n\n"},
    )
    found = facts(one)
    assert found["type"] == "embed-input: texts for embed jobs"
    assert found["expires"].startswith("in 29 days: 2026-12-2")
    assert (found["required fields"], found["kept fields"]) == ("text", "lang")
    assert (found["text separator"], found["csv delimiter"]) == ("\\n\\n", ";")
    assert (found["original file"], found["parts"]) == ("kept", "1")


def test_links_are_nowhere_shown_in_full() -> None:
    one = dataset(dataset_parts=[PART | {"original_url": LINK}])
    shown = part_facts(one)
    assert Fact("link", "https://store.example.com/…") in shown
    raw = described(one)
    assert raw["dataset_parts"][0]["num_rows"] == 3
    assert "s3cr3t" not in json.dumps(raw) + repr(shown) + repr(overview(one, 0.0))
    assert host_of("https://me:pw@store.example.com/x?y") == "https://store.example.com/…"
    assert host_of("p/q?s3cr3t") == host_of("http://[") == "…"


def test_no_parts_no_schema_no_metrics_is_said() -> None:
    for lines in (part_facts(Dataset()), schema_facts(Dataset()), metric_facts(Dataset())):
        assert [type(line) for line in lines] == [Note]
    assert "JSON" in repr(schema_facts(Dataset(schema="broken")))


def test_metrics_by_what_it_is_for() -> None:
    counted = {"total_examples": 65, "train_size_bytes": 8_100, "trainable_token_count": 2_000}
    lines = metric_facts(
        dataset(
            metrics={
                "finetune_dataset_metrics": {
                    **counted,
                    "chat_data_metrics": {"num_train_turns": 1_300, "preamble": "Be brief."},
                    "reranker_data_metrics": {},
                    "classify_data_metrics": {
                        "label_metrics": [{"label": "fault", "total_examples": 9, "samples": ["a"]}]
                    },
                }
            }
        )
    )
    assert lines == (
        Fact("trainable token count", "2,000"),
        Fact("total examples", "65"),
        Fact("train size", "8.1 KB"),
        Heading("Conversations"),
        Fact("train turns", "1,300"),
        Fact("preamble", "Be brief."),
        Heading("1 label"),
        Fact("fault", "9 examples: a"),
    )

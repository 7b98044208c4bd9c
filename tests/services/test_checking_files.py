"""Files are checked before an upload, one after the other, and it is told how far that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cohere_tui.errors import FileUnusable
from cohere_tui.services.datasets import DatasetService
from tests.services.files.made import GOOD, new

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.state.pace import Pace
    from tests.services.conftest import Bench

KIND = "chat-finetune-input"


async def test_data_and_evaluation_data(bench: Bench, tmp_path: Path) -> None:
    train, evaluate = tmp_path / "train.jsonl", tmp_path / "eval.jsonl"
    train.write_bytes(GOOD[KIND, "jsonl"])
    evaluate.write_bytes(GOOD[KIND, "jsonl"].splitlines(keepends=True)[0])
    seen: list[Pace] = []
    files = await DatasetService(bench.client).check(new(KIND), train, evaluate, seen.append)
    assert [(file.path, file.faults) for file in files] == [(train, ()), (evaluate, ())]
    assert [one.done for one in seen] == sorted(one.done for one in seen)
    assert {one.total for one in seen} == {train.stat().st_size + evaluate.stat().st_size}
    assert seen[-1].share == 1.0
    assert bench.sandbox.requests == []


async def test_faults_are_told_and_not_raised(bench: Bench, tmp_path: Path) -> None:
    data = tmp_path / "harbours.csv"
    data.write_bytes(b"text\nCobh\n\x00\n")
    (file,) = await DatasetService(bench.client).check(new(), data)
    assert [fault.line for fault in file.faults] == [3]
    with pytest.raises(FileUnusable):
        await DatasetService(bench.client).check(new(), tmp_path)

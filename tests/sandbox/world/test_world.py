"""What the sandbox remembers: time, records, ids, and what outlives a restart."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cohere_tui.sandbox.world.clock import Clock, rfc3339
from cohere_tui.sandbox.world.kept import NotOursError
from cohere_tui.sandbox.world.lock import InUseError
from cohere_tui.sandbox.world.shelf import Shelf
from cohere_tui.sandbox.world.world import World
from tests.until import until


@dataclass(frozen=True, slots=True)
class Harbour:
    id: str
    name: str
    depth: float = 0.0


def test_a_clock_that_stands_still_is_advanced_by_hand() -> None:
    clock = Clock(speed=0)
    begin = clock.now()
    assert clock.now() == begin
    clock.advance(90)
    assert clock.now() == begin + 90


def test_a_fast_clock_gets_ahead_of_the_wall() -> None:
    clock = Clock(speed=1e9)
    begin = clock.now()
    assert any(clock.now() > begin + 1 for _ in range(1_000_000))  # not every wall clock is fine
    clock.speed = 0
    stopped = clock.now()
    assert clock.now() == stopped
    assert clock.lead > 1


@pytest.mark.parametrize("lead", [-1e300, 1e300])
def test_no_clock_is_beyond_what_can_be_written(lead: float) -> None:
    assert rfc3339(Clock(lead=lead).now())


def test_times_are_written_as_the_api_does() -> None:
    assert rfc3339(1_767_323_045.25) == "2026-01-02T03:04:05.250000Z"


@pytest.mark.parametrize("folder", [False, True])
def test_a_shelf_keeps_the_order_of_creation(tmp_path: Path, folder: bool) -> None:
    shelf = Shelf(Harbour, tmp_path if folder else None)
    for name in ("b/1", "a", "c"):
        shelf.put(Harbour(name, name.title()))
    shelf.put(Harbour("a", "Again"))
    assert [one.id for one in shelf] == ["b/1", "a", "c"]
    assert shelf.get("a") == Harbour("a", "Again")
    shelf.remove("b/1")
    shelf.remove("nobody")
    assert (shelf.get("b/1"), len(shelf)) == (None, 2)


def test_a_shelf_outlives_its_process(tmp_path: Path) -> None:
    shelf = Shelf(Harbour, tmp_path)
    records = [Harbour(f"h{number}", "ü\n", number / 3) for number in range(12)]
    for record in records:
        shelf.put(record)
    shelf.put(replace(records[3], name="changed"))
    again = list(Shelf(Harbour, tmp_path))
    assert [one.id for one in again] == [one.id for one in records]
    assert again[3].name == "changed"
    assert again[11] == records[11]


def test_names_of_any_length_and_kind_can_be_kept(tmp_path: Path) -> None:
    shelf = Shelf(Harbour, tmp_path)
    ids = ["h" * 5000, "h" * 5001, "../../up", "*[a]?", "é\ud800", ""]
    for name in ids:
        shelf.put(Harbour(name, "first"))
        shelf.put(Harbour(name, "second"))
    again = Shelf(Harbour, tmp_path)
    assert [(one.id, one.name) for one in again] == [(name, "second") for name in ids]
    for name in ids:
        again.remove(name)
    assert len(Shelf(Harbour, tmp_path)) == 0
    assert list(tmp_path.iterdir()) == []


def test_what_was_removed_leaves_its_place_to_nobody(tmp_path: Path) -> None:
    shelf = Shelf(Harbour, tmp_path)
    for name in "abc":
        shelf.put(Harbour(name, ""))
    shelf.remove("b")
    shelf.put(Harbour("b", ""))
    again = Shelf(Harbour, tmp_path)
    again.put(Harbour("d", ""))
    assert [one.id for one in Shelf(Harbour, tmp_path)] == ["a", "c", "b", "d"]


async def test_ids_follow_from_the_seed() -> None:
    one, same, other = World(seed=1), World(seed=1), World(seed=2)
    assert one.new_id() == same.new_id() != other.new_id()
    assert one.new_slug("My Harbours!") == same.new_slug("My Harbours!")
    assert one.new_slug("Häfen").startswith("h-fen-")
    assert len(one.new_slug("harbour " * 1000)) < 120
    assert one.new_id() != one.new_id()


async def test_a_world_in_a_folder_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = World(tmp_path / "deep" / "state")
    made = first.new_id()
    first.shelf(Harbour).put(Harbour(made, "Cobh"))
    first.clock.advance(3600)
    (first.files / "part.avro").write_bytes(b"1")
    await first.close()

    second = World(tmp_path / "deep" / "state")
    assert second.shelf(Harbour).get(made) == Harbour(made, "Cobh")
    assert second.new_id() != made
    assert second.clock.lead > 3500
    assert (second.files / "part.avro").exists()

    await second.reset()
    assert len(second.shelf(Harbour)) == 0
    assert list(second.files.iterdir()) == []
    assert second.new_id() == made
    await second.close()


async def test_what_was_killed_is_there_again_and_no_earlier(tmp_path: Path) -> None:
    killed = World(tmp_path)
    made = killed.new_id()
    killed.clock.advance(3600)
    killed.keep_time()
    killed.let_go()  # all that the end of its process would do

    again = World(tmp_path)
    assert again.new_id() != made
    assert again.clock.lead > 3500
    await again.close()


async def test_the_time_is_not_written_down_for_nothing(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.new_id()
    (tmp_path / "world.json").unlink()
    world.keep_time()
    assert not (tmp_path / "world.json").exists()
    await world.close()


async def test_what_is_written_is_never_half_there(tmp_path: Path) -> None:
    """A new file takes the place of the old one, which is never opened for writing."""
    world = World(tmp_path)
    path = tmp_path / "world.json"
    world.new_id()
    before = path.stat().st_ino
    world.new_id()
    assert path.stat().st_ino != before
    assert json.loads(path.read_bytes())["made"] == 2
    await world.close()


async def test_a_folder_belongs_to_one_at_a_time(tmp_path: Path) -> None:
    first = World(tmp_path)
    draft = first.new_draft()
    with pytest.raises(InUseError, match="another sandbox is using it"):
        World(tmp_path)
    assert draft.exists()
    await first.close()
    await World(tmp_path).close()


@pytest.mark.skipif(sys.platform == "win32", reason="kill")
async def test_who_was_killed_holds_nothing(tmp_path: Path) -> None:
    """`kill -9` in the middle: the next one finds what was there, and the folder is free."""
    script = (
        "import sys, time; from pathlib import Path;"
        "from cohere_tui.sandbox.world.world import World;"
        "world = World(Path(sys.argv[1])); print(world.new_id(), flush=True); time.sleep(600)"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", script, str(tmp_path)), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    made = (await process.stdout.readline()).decode().strip()
    with pytest.raises(InUseError):
        World(tmp_path)
    process.kill()
    await process.wait()
    again = World(tmp_path)
    assert again.new_id() != made
    await again.close()


@pytest.mark.parametrize(
    "kept",
    ["[]", "{", '{"made": "x"}', '{"lead": {}}', '{"made": 1e999}', "[" * 100_000],
    ids=lambda kept: kept[:20],
)
async def test_a_damaged_folder_is_refused_and_let_go(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "world.json"
    path.write_text(kept)
    with pytest.raises(NotOursError, match=r"world\.json (is damaged|holds no object)"):
        World(tmp_path)
    path.write_text(json.dumps({"made": 3}))
    await World(tmp_path).close()


def test_a_folder_of_something_else_is_not_touched(tmp_path: Path) -> None:
    novel = tmp_path / "drafts" / "novel.txt"
    novel.parent.mkdir()
    novel.write_text("Chapter one")
    with pytest.raises(NotOursError, match="it holds something else: drafts"):
        World(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["drafts"]
    assert novel.read_text() == "Chapter one"
    with pytest.raises(NotOursError, match="it is not a folder"):
        World(novel)


@pytest.mark.skipif(sys.platform == "win32", reason="kill")
def test_what_the_killed_have_left_goes_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    script = (
        "import time; from cohere_tui.sandbox.world.world import World;"
        "world = World(); print(world.files, flush=True); time.sleep(600)"
    )
    new = tmp_path / "cohere-sandbox-new"  # made this instant, and not locked yet
    linked = tmp_path / "cohere-sandbox-link"
    elsewhere = tmp_path / "elsewhere"
    for folder in (new, elsewhere):
        folder.mkdir()
    (elsewhere / "lock").touch()
    linked.symlink_to(elsewhere)
    with subprocess.Popen(
        (sys.executable, "-c", script),
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().decode().strip())
        assert tmp_path in left.parents
        World()
        in_use = left.is_dir()
        process.kill()
    assert in_use
    World()
    assert {path.name for path in tmp_path.iterdir()} == {new.name, linked.name, elsewhere.name}


async def test_what_is_temporary_goes_at_the_end() -> None:
    world = World()
    folder = world.files
    assert folder.is_dir()
    await world.close()
    assert not folder.exists()


async def test_work_goes_on_beside_and_its_faults_are_raised() -> None:
    world = World()
    done: list[str] = []
    world.work("good", lambda: done.append("good"))
    await world.rest()
    assert done == ["good"]
    assert not world.works_on("good")

    def bad() -> None:
        raise LookupError("gone")

    world.work("bad", bad)
    with pytest.raises(LookupError, match="gone"):
        await world.rest()
    await world.close()


async def test_work_that_is_over_is_forgotten_and_faults_are_not() -> None:
    world = World()

    def bad() -> None:
        raise LookupError("gone")

    for number in range(20):
        world.work(f"good {number}", lambda: None)
    world.work("bad", bad)
    await until(lambda: len(world._working) == 1 and not world.works_on("bad"))
    assert list(world._working) == ["bad"]
    with pytest.raises(LookupError, match="gone"):
        await world.rest()
    await world.close()

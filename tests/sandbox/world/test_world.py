"""What the sandbox remembers: time, records, ids, and what outlives a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.sandbox.world.clock import Clock, rfc3339
from cohere_tui.sandbox.world.shelf import Shelf
from cohere_tui.sandbox.world.world import World

if TYPE_CHECKING:
    from pathlib import Path


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
    assert clock.now() > begin + 1
    clock.speed = 0
    stopped = clock.now()
    assert clock.now() == stopped
    assert clock.lead > 1


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


async def test_ids_follow_from_the_seed() -> None:
    one, same, other = World(seed=1), World(seed=1), World(seed=2)
    assert one.new_id() == same.new_id() != other.new_id()
    assert one.new_slug("My Harbours!") == same.new_slug("My Harbours!")
    assert one.new_slug("Häfen").startswith("h-fen-")
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

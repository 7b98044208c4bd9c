"""What made a dataset and what uses it, found in the lists of a sandbox with demo data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint
from cohere_tui.client.requests import RequestLog
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.services.bundle import Services
from cohere_tui.services.chat import ChatService
from cohere_tui.services.dataset_uses import uses_of
from cohere_tui.state.columns import Tone
from cohere_tui.state.dataset_uses import Uses, fits, use_facts, used_by, warning
from cohere_tui.state.facts import Fact, Heading, Note
from cohere_tui.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from cohere_tui.models.datasets import Dataset


@pytest.fixture
async def sandbox() -> AsyncGenerator[Sandbox, None]:
    async with Sandbox(demo_data=True) as sandbox:
        yield sandbox


@pytest.fixture
async def services(sandbox: Sandbox) -> AsyncGenerator[Services, None]:
    client = Client(Endpoint(base_url=sandbox.url, key="sandbox"), RequestLog())
    store = await Store.open(None)
    yield Services("", RequestLog(), ChatService(client, store), client, store)
    await store.close()
    await client.aclose()


async def named(services: Services, name: str) -> Dataset:
    return next(one for one in await services.datasets.list().all() if one.name == name)


async def found(services: Services, name: str) -> Uses:
    return await uses_of(services, await named(services, name))


async def test_what_reads_it_and_what_made_it(services: Services) -> None:
    (use,) = (await found(services, "harbours")).found
    assert (use.place, use.name, use.status, use.made_it) == (
        "embed-jobs",
        "harbours",
        "complete",
        False,
    )
    (use,) = (await found(services, "harbours-output")).found
    assert (use.name, use.made_it) == ("harbours", True)
    names = {use.name for use in (await found(services, "first-mate")).found}
    assert names == {"first-mate", "too-hasty"}
    uses = await found(services, "nightly")
    assert {use.place for use in uses.found} == {"batches"}
    assert len(uses.found) == 3


async def test_only_places_that_fit_the_type_are_asked(
    services: Services, sandbox: Sandbox
) -> None:
    dataset = await named(services, "pilots")
    before = len(sandbox.requests)
    await uses_of(services, dataset)
    assert [one.path for one in sandbox.requests[before:]] == ["/v1/embed-jobs"]
    unknown = dataset.model_copy(update={"dataset_type": "something-newer"})
    assert len(used_by(unknown)) == 3
    assert (fits(dataset), fits(unknown)) == ("embed-jobs", "")
    assert fits(await named(services, "tickets")) == "finetunes"
    assert fits(await named(services, "nightly")) == "batches"
    assert fits(await named(services, "nightly-output")) == ""


async def test_a_place_that_cannot_be_asked_does_not_hide_the_others(
    services: Services, sandbox: Sandbox
) -> None:
    fault = Fault("/v1/embed-jobs", 501, "not here")
    sandbox.knobs = replace(sandbox.knobs, faults=(fault,))
    dataset = await named(services, "nightly")
    uses = await uses_of(services, dataset.model_copy(update={"dataset_type": ""}))
    assert len(uses.found) == 3
    assert [place for place, _ in uses.failed] == ["embed-jobs"]
    note = use_facts(uses)[-1]
    assert isinstance(note, Note)
    assert note.tone is Tone.WARNING
    assert "not here" in note.text


def test_lists_that_were_not_read_to_their_end_are_told() -> None:
    assert "newest batches" in repr(use_facts(Uses(cut=("batches",))))
    assert use_facts(Uses()) == (Note("Nothing uses it."),)


async def test_what_is_in_use_is_told_before_it_is_deleted(services: Services) -> None:
    uses = await found(services, "pilots")
    assert warning("pilots", uses) == "pilots is in use by the embed job pilots."
    assert warning("harbours", await found(services, "harbours")) == ""
    many = Uses(tuple(replace(uses.found[0], name=f"job {n}") for n in range(5)))
    assert warning("pilots", many).endswith("the embed job job 2, 2 others.")
    heading, fact = use_facts(uses)
    assert heading == Heading("Used by")
    assert isinstance(fact, Fact)
    assert (fact.label, fact.value) == ("embed job", "pilots (processing)")
    assert fact.link is not None
    assert fact.link.place == "embed-jobs"

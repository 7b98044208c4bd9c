"""Presigned links: no key is taken, they expire, and the weather reaches them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pytest

from cohere_tui.sandbox.knobs import FAIR, Fault
from tests.sandbox.datasets.uploading import TEXTS, fetch, finished

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox


def code(answer: httpx.Response) -> str:
    """The code of a refusal."""
    assert answer.headers["content-type"].startswith("application/xml")
    root = ET.fromstring(answer.content)
    assert root.findtext("Message")
    return root.findtext("Code") or ""


async def test_a_link_gives_the_part_to_a_stranger(
    sandbox: Sandbox, caller: httpx.AsyncClient
) -> None:
    dataset = await finished(sandbox, caller)
    (part,) = dataset["dataset_parts"]
    assert part["url"].startswith(f"{sandbox.url}/_sandbox/parts/{part['id']}?signature=")
    answer = await fetch(part["url"])
    assert answer.status_code == 200
    assert answer.content.startswith(b"Obj\x01")
    assert int(answer.headers["content-length"]) == part["size_bytes"]
    some = await fetch(part["url"], range="bytes=0-3")
    assert (some.status_code, some.content) == (206, b"Obj\x01")


async def test_originals_of_both_files(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    other = b"text\nx\n"
    dataset = await finished(sandbox, caller, evaluation=other, keep_original_file=True)
    first, second = dataset["dataset_parts"]
    assert (await fetch(first["original_url"])).content == TEXTS
    assert (await fetch(second["original_url"])).content == other
    assert second["name"].endswith(".eval.avro.0")


async def test_a_bearer_is_refused(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller)
    answer = await caller.get(dataset["dataset_parts"][0]["url"])
    assert answer.status_code == 400
    assert code(answer) == "InvalidArgument"


async def test_a_link_expires_and_is_renewed(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller)
    old = dataset["dataset_parts"][0]["url"]
    sandbox.clock.advance(3590)
    assert (await fetch(old)).status_code == 200
    sandbox.clock.advance(10)
    answer = await fetch(old)
    assert (answer.status_code, code(answer)) == (403, "AccessDenied")
    again = (await caller.get(f"/v1/datasets/{dataset['id']}")).json()["dataset"]
    assert (await fetch(again["dataset_parts"][0]["url"])).status_code == 200


async def test_forged_links_are_refused(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller)
    url = httpx.URL(dataset["dataset_parts"][0]["url"])
    later = url.copy_set_param("expires", str(int(url.params["expires"]) + 1))
    unsigned = url.copy_remove_param("signature")
    other = url.copy_with(path=url.path + "1")
    wrong = url.copy_set_param("signature", "ü")
    for forged in (later, unsigned, other, wrong, url.copy_with(query=None)):
        answer = await fetch(str(forged))
        assert (answer.status_code, code(answer)) == (403, "SignatureDoesNotMatch")


async def test_a_signature_for_nothing_gives_nothing(sandbox: Sandbox) -> None:
    signature = sandbox._stage.world.signature("../world.json\n9999999999")
    answer = await fetch(
        f"{sandbox.url}/_sandbox/parts/..%2Fworld.json?signature={signature}&expires=9999999999"
    )
    assert answer.status_code == 404


async def test_the_weather_reaches_them(sandbox: Sandbox, caller: httpx.AsyncClient) -> None:
    dataset = await finished(sandbox, caller)
    url = dataset["dataset_parts"][0]["url"]
    sandbox.knobs = replace(FAIR, speed=0, faults=(Fault("/_sandbox/parts/*", 503),))
    assert (await fetch(url)).status_code == 503
    sandbox.knobs = replace(FAIR, speed=0, cut_after_bytes=20)
    with pytest.raises(httpx.RemoteProtocolError):
        await fetch(url)
    sandbox.knobs = replace(FAIR, speed=0, chunk_bytes=1)
    assert (await fetch(url)).status_code == 200

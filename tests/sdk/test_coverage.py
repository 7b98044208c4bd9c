"""Every method of the official SDK has a service and a route; a new one fails here first."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any, Final

import pytest
from cohere.audio.transcriptions.client import AsyncTranscriptionsClient
from cohere.base_client import AsyncBaseCohere
from cohere.batches.client import AsyncBatchesClient
from cohere.connectors.client import AsyncConnectorsClient
from cohere.datasets.client import AsyncDatasetsClient
from cohere.embed_jobs.client import AsyncEmbedJobsClient
from cohere.finetuning.client import AsyncFinetuningClient
from cohere.models.client import AsyncModelsClient
from cohere.v2.client import AsyncV2Client
from starlette.routing import Match

from cohere_tui.sandbox.app import ROUTES
from tests.openapi import needs_description, openapi
from tests.sdk.methods import METHODS

CLIENTS: Final[dict[str, type[Any]]] = {
    "": AsyncBaseCohere,
    "v2.": AsyncV2Client,
    "models.": AsyncModelsClient,
    "datasets.": AsyncDatasetsClient,
    "embed_jobs.": AsyncEmbedJobsClient,
    "batches.": AsyncBatchesClient,
    "connectors.": AsyncConnectorsClient,
    "finetuning.": AsyncFinetuningClient,
    "audio.transcriptions.": AsyncTranscriptionsClient,
}


def test_we_know_every_method_of_the_sdk() -> None:
    found = {
        f"{prefix}{name}"
        for prefix, client in CLIENTS.items()
        for name, member in vars(client).items()
        if inspect.isfunction(member) and not name.startswith("_")
    }
    assert found == set(METHODS)


def test_we_know_every_part_of_the_sdk() -> None:
    members = vars(AsyncBaseCohere).items()
    parts = {name for name, member in members if isinstance(member, property)}
    known = {prefix.partition(".")[0] for prefix in CLIENTS}
    assert parts - {"with_raw_response"} == known - {""}


@pytest.mark.parametrize("name", METHODS)
def test_each_has_a_service(name: str) -> None:
    module, _, place = METHODS[name][2].partition(":")
    owner, _, method = place.partition(".")
    assert callable(getattr(getattr(import_module(f"cohere_tui.services.{module}"), owner), method))


def routed(method: str, path: str) -> bool:
    """Whether a route of the sandbox takes it."""
    scope = {"type": "http", "method": method, "path": path, "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in ROUTES)


@pytest.mark.parametrize("name", METHODS)
def test_each_is_served(name: str) -> None:
    method, path, _ = METHODS[name]
    assert routed(method, path)
    assert not routed("PUT", path)


@needs_description
def test_the_description_knows_no_other_path() -> None:
    described = {
        (method.upper(), path.replace("{finetuned_model_id}", "{id}").replace("{model}", "{id}"))
        for path, item in openapi().spec.read_value()["paths"].items()
        for method in item
        if method in ("get", "post", "patch", "delete", "put")
    }
    for method, path in described:
        assert routed(method, path.replace("{id}", "x")), f"{method} {path}"
    assert len(described) == len({(method, path) for method, path, _ in METHODS.values()})

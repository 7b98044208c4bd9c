"""Every route that takes JSON: whatever is wrong with a request, it is answered or refused."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.app import ROUTES
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.sandbox.weather import CONTROL
from tests.sandbox.answers.test_extract import TEXT
from tests.sandbox.chat import asking_v1, test_wire
from tests.sandbox.damage import damaged
from tests.sandbox.endpoints import test_classify, test_embed, test_generate, test_parse
from tests.sandbox.endpoints import test_rerank as rerank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MODEL = "command-a-03-2025"
_TUNES = "/v1/finetuning/finetuned-models"
_CONNECTOR: dict[str, Any] = {
    "name": "Tides",
    "url": "https://a.example/search",
    "excludes": ["by"],
    "oauth": {
        "client_id": "a",
        "client_secret": "b",
        "authorize_url": "https://a.example",
        "token_url": "https://a.example",
        "scope": "s",
    },
    "active": True,
    "continue_on_failure": False,
}


def good(ids: Mapping[str, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Good requests by route and by kind; `ids` are those of the demo data, by their names."""
    tune = {
        "name": "voice",
        "settings": {
            "base_model": {"base_type": "BASE_TYPE_CHAT"},
            "dataset_id": ids["first-mate"],
            "hyperparameters": {"train_epochs": 1, "learning_rate": 0.01, "train_batch_size": 2},
            "wandb": {"project": "p", "api_key": "k", "entity": "e"},
        },
    }
    job = {
        "model": "embed-english-v3.0",
        "dataset_id": ids["harbours"],
        "input_type": "search_document",
        "name": "n",
        "embedding_types": ["float"],
        "truncate": "END",
    }
    batch = {"name": "n", "input_dataset_id": ids["nightly"], "model": "batch-embed-v4"}
    sums = {
        "text": TEXT,
        "length": "short",
        "format": "bullets",
        "extractiveness": "low",
        "temperature": 1,
        "additional_command": "in 2 sentences",
        "model": _MODEL,
    }
    examples = test_classify.asked(model="embed-english-v3.0", truncate="END", preset=None)
    basic: dict[str, dict[str, Any]] = {
        "oauth": _CONNECTOR,
        "service": {
            "name": "Wiki",
            "url": "https://a.example/search",
            "description": "d",
            "service_auth": {"type": "bearer", "token": "t"},
        },
    }
    older = {"texts": {"texts": ["a"], "model": "embed-english-v3.0", "input_type": "clustering"}}
    return {
        "POST /v2/chat": test_wire.KINDS,
        "POST /v1/chat": asking_v1.KINDS,
        "POST /v1/generate": test_generate.KINDS,
        "POST /v2/embed": test_embed.KINDS,
        "POST /v1/embed": older,
        "POST /v2/rerank": rerank.KINDS,
        "POST /v1/rerank": {
            "fields": {
                "query": "mill",
                "documents": [{"text": "a", "at": "b"}, {"text": "c", "at": "d"}],
                "rank_fields": ["at"],
                "return_documents": True,
                "max_chunks_per_doc": 2,
            }
        },
        "POST /v1/classify": {"all": examples},
        "POST /v1/summarize": {"all": sums},
        "POST /v1/tokenize": {"all": {"text": "hello", "model": _MODEL}},
        "POST /v1/detokenize": {"all": {"tokens": [1, 2, 300], "model": _MODEL}},
        "POST /v1/check-api-key": {"any": {"a": 1}},
        "POST /v2/parse": {"all": test_parse.asked(output_format="blocks")},
        "POST /v1/embed-jobs": {"all": job},
        f"POST /v1/embed-jobs/{ids['job']}/cancel": {"any": {"a": 1}},
        "POST /v2/batches": {"all": batch},
        f"POST /v2/batches/{ids['batch']}:cancel": {"any": {"a": 1}},
        "POST /v1/connectors": basic,
        f"PATCH /v1/connectors/{ids['Tide tables']}": basic,
        f"POST /v1/connectors/{ids['Drawings']}/oauth/authorize": {"any": {"a": 1}},
        f"POST {_TUNES}": {"all": tune},
        f"PATCH {_TUNES}/{ids['ticket-router']}": {"all": {"name": "again"}},
    }


_ANY = good(defaultdict(lambda: "x"))
PLACES = list(_ANY)
HEEDING = [place for place in PLACES if "any" not in _ANY[place]]
"""Those that read the body."""


class Everything:
    """A sandbox with demo data on a loop of its own, and the good requests to it."""

    def __init__(self, runner: asyncio.Runner, caller: httpx.AsyncClient) -> None:
        self._runner = runner
        self._caller = caller
        found = {
            one["name"]: one.get("id") or one["job_id"]
            for path in ("/v1/datasets", "/v1/connectors", "/v1/embed-jobs", "/v2/batches", _TUNES)
            for items in self.ask("GET", path).json().values()
            if isinstance(items, list)
            for one in items
        }
        # What jobs and batches are called like, datasets are called too.
        jobs = self.ask("GET", "/v1/embed-jobs").json()["embed_jobs"]
        batches = self.ask("GET", "/v2/batches").json()["batches"]
        data = {
            one["name"]: one["id"] for one in self.ask("GET", "/v1/datasets").json()["datasets"]
        }
        ids = {**found, **data, "job": jobs[0]["job_id"], "batch": batches[0]["id"]}
        self.good = dict(zip(PLACES, good(ids).items(), strict=True))
        self.tune = ids["ticket-router"]

    def ask(self, method: str, path: str, content: str = "") -> httpx.Response:
        """Ask, with anything for a body; as ASCII, which can say half a character too."""
        return self._runner.run(self._caller.request(method, path, content=content.encode()))

    def look(self, path: str, query: str) -> httpx.Response:
        """GET, with anything for a query."""
        return self._runner.run(self._caller.get(path, params=query))

    def try_at(self, place: str, content: str) -> httpx.Response:
        """The same at one of `PLACES`."""
        method, _, path = self.good[place][0].partition(" ")
        return self.ask(method, path, content)


@pytest.fixture(scope="module")
def everything() -> Iterator[Everything]:
    with asyncio.Runner() as runner:
        sandbox = Sandbox(demo_data=True)
        runner.run(sandbox.__aenter__())
        headers = {"authorization": "Bearer a-key", "content-type": "application/json"}
        caller = httpx.AsyncClient(base_url=sandbox.url, headers=headers, trust_env=False)
        yield Everything(runner, caller)
        runner.run(caller.aclose())
        runner.run(sandbox.__aexit__(None, None, None))


def test_no_route_is_forgotten() -> None:
    takes_json = {
        (method, route.path.partition("{")[0])
        for route in ROUTES
        for method in route.methods or ()
        if method in ("POST", "PATCH") and not route.path.startswith(CONTROL)
    }
    tried = {(method, path) for method, _, path in (place.partition(" ") for place in PLACES)}
    forgotten = [
        (method, begin)
        for method, begin in takes_json
        if not any(method == other and path.startswith(begin) for other, path in tried)
    ]
    files = [("POST", "/v1/datasets"), ("POST", "/v2/audio/transcriptions")]
    assert sorted(forgotten) == files  # they take forms


@pytest.mark.parametrize("place", PLACES)
def test_good_ones_are_answered(everything: Everything, place: str) -> None:
    for kind, body in everything.good[place][1].items():
        answer = everything.try_at(place, json.dumps(body))
        assert answer.status_code == 200, f"{kind}: {answer.text}"


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=25)
@given(data=st.data())
def test_damaged_ones_are_answered_or_refused(
    everything: Everything, place: str, data: st.DataObject
) -> None:
    body = data.draw(damaged(everything.good[place][1]))
    for content in (json.dumps(body), json.dumps({**body, "stream": True})):
        answer = everything.try_at(place, content)
        assert answer.status_code in (200, 400, 404, 422), answer.text
        assert answer.status_code == 200 or answer.json()["message"]


@pytest.mark.parametrize("place", HEEDING)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"documents": [{"data": {"text": NaN}}]}', "NaN is not a number of JSON"),
        ('{"a": [-Infinity]}', "-Infinity is not a number of JSON"),
        ('{"temperature": 1e999}', "1e999 is too large a number"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1', "delimiter"),
        ("[]", "the body is not an object"),
    ],
)
def test_what_is_no_json_is_refused(
    everything: Everything, place: str, text: str, words: str
) -> None:
    answer = everything.try_at(place, text)
    assert answer.status_code == 400
    assert words in answer.json()["message"]


LISTS = (
    "/v1/models", "/v1/datasets", "/v1/connectors", "/v1/embed-jobs", "/v2/batches", _TUNES,
    f"{_TUNES}/x/events", f"{_TUNES}/x/training-step-metrics",
)  # fmt: skip
_NAMES = (
    "page_size", "page_token", "limit", "offset", "before", "after", "order_by", "endpoint",
    "default_only", "datasetType", "validationStatus", "keep_fields",
)  # fmt: skip
_VALUES = st.text(max_size=12) | st.sampled_from(
    [
        "0", "-1", "1.5", "1e30", "9" * 25, "9" * 5_000, "inf", "nan", "²", "٣", "true",
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "created_at desc", "OTo5", "_w==",
    ]
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
@settings(max_examples=40)
@given(query=st.dictionaries(st.sampled_from(_NAMES), _VALUES, min_size=1, max_size=3))
@example(query={"offset": "9" * 25})
@example(query={"limit": "9" * 5_000})
def test_any_query_is_answered_or_refused(
    everything: Everything, path: str, query: dict[str, str]
) -> None:
    answer = everything.look(path.replace("/x/", f"/{everything.tune}/"), urlencode(query))
    assert answer.status_code in (200, 400, 422), answer.text
    assert answer.status_code == 200 or answer.json()["message"]

"""Every known answer of the API has a model that reads it; none is forgotten."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from cohere_tui.models.batches import BatchAnswer, BatchPage
from cohere_tui.models.chat import ChatResponse
from cohere_tui.models.chat_v1 import ChatResponseV1
from cohere_tui.models.classify import ClassifyResponse
from cohere_tui.models.connectors import Authorization, ConnectorAnswer, ConnectorPage
from cohere_tui.models.datasets import DatasetAnswer, DatasetCreated, DatasetPage, Usage
from cohere_tui.models.embed import EmbedResponse
from cohere_tui.models.embed_jobs import EmbedJob, EmbedJobCreated, EmbedJobs
from cohere_tui.models.finetunes import (
    EventPage,
    FinetuneAnswer,
    FinetunePage,
    StepMetricsPage,
)
from cohere_tui.models.generate import GenerateResponse
from cohere_tui.models.keys import KeyCheck
from cohere_tui.models.models import Model, ModelPage
from cohere_tui.models.parse import ParseResponse
from cohere_tui.models.rerank import RerankResponse
from cohere_tui.models.summarize import SummarizeResponse
from cohere_tui.models.tokenize import DetokenizeResponse, TokenizeResponse
from cohere_tui.models.transcribe import Transcript
from tests.conftest import SHARED

if TYPE_CHECKING:
    from cohere_tui.models.wire import Wire

FOLDER = SHARED / "api" / "fixtures"
OURS = Path(__file__).parents[1] / "fixtures"

_TUNES: Final = "/v1/finetuning/finetuned-models"

READ_AS: Final[dict[str, type[Wire] | None]] = {
    "POST /v1/chat": ChatResponseV1,
    "POST /v2/chat": ChatResponse,
    "POST /v1/generate": GenerateResponse,
    "POST /v1/embed": EmbedResponse,
    "POST /v2/embed": EmbedResponse,
    "POST /v1/rerank": RerankResponse,
    "POST /v2/rerank": RerankResponse,
    "POST /v1/classify": ClassifyResponse,
    "POST /v1/summarize": SummarizeResponse,
    "POST /v1/tokenize": TokenizeResponse,
    "POST /v1/detokenize": DetokenizeResponse,
    "POST /v1/check-api-key": KeyCheck,
    "POST /v2/parse": ParseResponse,
    "POST /v2/audio/transcriptions": Transcript,
    "GET /v1/models": ModelPage,
    "GET /v1/models/{model}": Model,
    "GET /v1/datasets": DatasetPage,
    "POST /v1/datasets": DatasetCreated,
    "GET /v1/datasets/usage": Usage,
    "GET /v1/datasets/{id}": DatasetAnswer,
    "DELETE /v1/datasets/{id}": None,
    "GET /v1/embed-jobs": EmbedJobs,
    "POST /v1/embed-jobs": EmbedJobCreated,
    "GET /v1/embed-jobs/{id}": EmbedJob,
    "GET /v2/batches": BatchPage,
    "POST /v2/batches": BatchAnswer,
    "GET /v2/batches/{id}": BatchAnswer,
    "POST /v2/batches/{id}:cancel": None,
    "GET /v1/connectors": ConnectorPage,
    "POST /v1/connectors": ConnectorAnswer,
    "GET /v1/connectors/{id}": ConnectorAnswer,
    "PATCH /v1/connectors/{id}": ConnectorAnswer,
    "DELETE /v1/connectors/{id}": None,
    "POST /v1/connectors/{id}/oauth/authorize": Authorization,
    f"GET {_TUNES}": FinetunePage,
    f"POST {_TUNES}": FinetuneAnswer,
    f"GET {_TUNES}/{{id}}": FinetuneAnswer,
    f"PATCH {_TUNES}/{{id}}": FinetuneAnswer,
    f"DELETE {_TUNES}/{{id}}": None,
    "GET .../events": EventPage,
    "GET .../training-step-metrics": StepMetricsPage,
}
"""By endpoint; None where the answer says nothing."""


def listed() -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = json.loads((OURS / "MANIFEST.json").read_bytes())["files"]
    return [one for one in files if one["kind"] == "response"]


@pytest.mark.parametrize("one", listed(), ids=lambda one: one["file"])
def test_every_answer_is_read_by_its_model(one: dict[str, Any]) -> None:
    body = (OURS / one["file"]).read_text()
    model = READ_AS[one["endpoint"]]
    if model is None:
        assert json.loads(body) == {}
        return
    value = model.read(body)
    if any(json.loads(body).values()):
        assert value != nothing_of(model), "nothing of it was understood"


def nothing_of(model: type[Wire]) -> Wire | None:
    """What the model makes of an empty answer; None where it refuses that."""
    try:
        return model.read("{}")
    except ValueError:
        return None


@pytest.mark.skipif(not FOLDER.exists(), reason="the samples are not here")
def test_ours_are_all_there_are() -> None:
    def names(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    assert names(OURS) >= names(FOLDER)

"""The labour of a batch: each row is a request, answered as its endpoint would (API.md 16)."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

from cohere_tui.sandbox.answers.compose import compose
from cohere_tui.sandbox.chat.ask import Ask
from cohere_tui.sandbox.chat.events import body, usage
from cohere_tui.sandbox.chat.reading import read
from cohere_tui.sandbox.datasets.schemas import BATCH
from cohere_tui.sandbox.embed.answer import rendered
from cohere_tui.sandbox.embed.asked import EmbedAsk
from cohere_tui.sandbox.embed.asked import read as read_embed
from cohere_tui.sandbox.finetunes.models import find_model
from cohere_tui.sandbox.jobs.labour import Labour
from cohere_tui.sandbox.wire import RefusedError, dumps, invalid

if TYPE_CHECKING:
    from cohere_tui.sandbox.catalogue import Model
    from cohere_tui.sandbox.datasets.records import Row
    from cohere_tui.sandbox.jobs.records import Batch
    from cohere_tui.sandbox.world.world import World

Asked = TypeVar("Asked")

_ALIASES = {"batch-embed-v4": "embed-v4.0", "batch-embed-v4-a100": "embed-v4.0"}


class _Requests(Labour, Generic[Asked]):
    """Rows `{custom_id, body}`; the body of an answer is that of the endpoint, as JSON text."""

    schema = BATCH
    endpoint: str
    """What its model has to serve."""

    def __init__(self, world: World, batch: Batch) -> None:
        self._id = batch.id
        self._model = batch_model(world, batch.model, batch.input_kind)

    def tokens(self, row: Row) -> int:
        """What the endpoint would bill for the request."""
        return self._tokens(self._asked(row))

    def answer(self, number: int, row: Row) -> tuple[Row, int]:
        """What the endpoint would answer; for a refused request `{"error": {status, message}}`."""
        try:
            asked = self._asked(row)
        except RefusedError as refused:
            error = {"status": refused.status, "message": refused.message}
            return {**row, "body": dumps({"error": error}).decode()}, 0
        digest = hashlib.sha256(f"{self._id}:{number}".encode()).digest()
        answered, tokens = self._answered(asked, str(UUID(bytes=digest[:16], version=4)))
        return {**row, "body": answered.decode()}, tokens

    def _asked(self, row: Row) -> Asked:
        fields = json.loads(row["body"])
        if fields.get("stream"):
            raise invalid("stream is not supported in batches.")
        return self._read({**fields, "model": self._model.name})

    @abstractmethod
    def _read(self, fields: dict[str, Any]) -> Asked:
        """The request, or the refusal."""

    @abstractmethod
    def _tokens(self, asked: Asked) -> int:
        """What its input is billed with."""

    @abstractmethod
    def _answered(self, asked: Asked, answer_id: str) -> tuple[bytes, int]:
        """The body of the answer, and its output tokens."""


class ChatRequests(_Requests[Ask]):
    """Bodies of POST /v2/chat."""

    endpoint = "chat"
    output_kind = "batch-chat-v2-output"

    def _read(self, fields: dict[str, Any]) -> Ask:
        return read(b"", fields, lambda _: self._model)

    def _tokens(self, asked: Ask) -> int:
        return asked.prompt_tokens + asked.image_tokens

    def _answered(self, asked: Ask, answer_id: str) -> tuple[bytes, int]:
        reply = compose(asked)
        billed: int = usage(asked, reply)["billed_units"]["output_tokens"]
        return dumps(body(asked, reply, answer_id)), billed


class EmbedRequests(_Requests[EmbedAsk]):
    """Bodies of POST /v2/embed."""

    endpoint = "embed"
    output_kind = "batch-embed-v2-output"

    def _read(self, fields: dict[str, Any]) -> EmbedAsk:
        return read_embed(b"", fields)

    def _tokens(self, asked: EmbedAsk) -> int:
        return asked.tokens + sum(picture.tokens for picture in asked.pictures)

    def _answered(self, asked: EmbedAsk, answer_id: str) -> tuple[bytes, int]:
        return rendered(asked, answer_id), 0


LABOURS: dict[str, type[_Requests[Any]]] = {
    "batch-embed-v2-input": EmbedRequests,
    "batch-chat-v2-input": ChatRequests,
}
"""By the types of datasets that batches can be made of."""


def batch_model(world: World, name: str, input_kind: str) -> Model:
    """The model that answers: a batch model, or any for the endpoint, with `batch-` or without."""
    model = find_model(world, _ALIASES.get(name, name.removeprefix("batch-")))
    if LABOURS[input_kind].endpoint not in model.endpoints:
        raise invalid(f"model '{name}' cannot answer a dataset of type {input_kind}.")
    return model

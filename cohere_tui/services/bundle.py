"""All services of the app, as screens are given them."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cohere_tui.client.client import Client
    from cohere_tui.client.requests import RequestLog
    from cohere_tui.services.batches import BatchService
    from cohere_tui.services.chat import ChatService
    from cohere_tui.services.classify import ClassifyService
    from cohere_tui.services.connectors import ConnectorService
    from cohere_tui.services.datasets import DatasetService
    from cohere_tui.services.embed import EmbedService
    from cohere_tui.services.embed_jobs import EmbedJobService
    from cohere_tui.services.finetunes import FinetuneService
    from cohere_tui.services.forms import FormService
    from cohere_tui.services.generate import GenerateService
    from cohere_tui.services.models import ModelService
    from cohere_tui.services.parse import ParseService
    from cohere_tui.services.replying import ReplyService
    from cohere_tui.services.rerank import RerankService
    from cohere_tui.services.runs import RunService
    from cohere_tui.services.summarize import SummarizeService
    from cohere_tui.services.tokenize import TokenizeService
    from cohere_tui.services.transcribe import TranscribeService
    from cohere_tui.store.store import Store


class Services:
    """One object per resource, over one server; another profile is another bundle.

    All but the chat are imported and made when they are first asked for: the start waits for none.
    """

    def __init__(
        self, model: str, requests: RequestLog, chat: ChatService, client: Client, store: Store
    ) -> None:
        self.model = model
        """The model a new conversation begins with."""
        self.requests = requests
        self.chat = chat
        self._client = client
        self._store = store

    def _made(self, module: str, name: str) -> Any:
        return self._kind(module, name)(self._client)

    def _kind(self, module: str, name: str) -> Any:
        return getattr(import_module(f"cohere_tui.services.{module}"), name)

    @cached_property
    def replies(self) -> ReplyService:
        """Single answers of chat models, both versions."""
        made: ReplyService = self._made("replying", "ReplyService")
        return made

    @cached_property
    def models(self) -> ModelService:
        """What models there are."""
        made: ModelService = self._made("models", "ModelService")
        return made

    @cached_property
    def datasets(self) -> DatasetService:
        """Files on the platform."""
        made: DatasetService = self._made("datasets", "DatasetService")
        return made

    @cached_property
    def connectors(self) -> ConnectorService:
        """Sources that models search."""
        made: ConnectorService = self._made("connectors", "ConnectorService")
        return made

    @cached_property
    def finetunes(self) -> FinetuneService:
        """Models trained on one's own data."""
        made: FinetuneService = self._made("finetunes", "FinetuneService")
        return made

    @cached_property
    def embed_jobs(self) -> EmbedJobService:
        """Whole datasets embedded."""
        made: EmbedJobService = self._made("embed_jobs", "EmbedJobService")
        return made

    @cached_property
    def batches(self) -> BatchService:
        """Many requests at once."""
        made: BatchService = self._made("batches", "BatchService")
        return made

    @cached_property
    def embed(self) -> EmbedService:
        """Texts and images as vectors."""
        made: EmbedService = self._made("embed", "EmbedService")
        return made

    @cached_property
    def rerank(self) -> RerankService:
        """Documents by relevance."""
        made: RerankService = self._made("rerank", "RerankService")
        return made

    @cached_property
    def classify(self) -> ClassifyService:
        """Texts by example."""
        made: ClassifyService = self._made("classify", "ClassifyService")
        return made

    @cached_property
    def tokenize(self) -> TokenizeService:
        """Texts as tokens, and back."""
        made: TokenizeService = self._made("tokenize", "TokenizeService")
        return made

    @cached_property
    def generate(self) -> GenerateService:
        """The older way of writing on."""
        made: GenerateService = self._made("generate", "GenerateService")
        return made

    @cached_property
    def summarize(self) -> SummarizeService:
        """The older way of summing up."""
        made: SummarizeService = self._made("summarize", "SummarizeService")
        return made

    @cached_property
    def parse(self) -> ParseService:
        """Pages as text."""
        made: ParseService = self._made("parse", "ParseService")
        return made

    @cached_property
    def transcribe(self) -> TranscribeService:
        """Speech as text."""
        made: TranscribeService = self._made("transcribe", "TranscribeService")
        return made

    @cached_property
    def runs(self) -> RunService:
        """What was tried in playgrounds."""
        made: RunService = self._kind("runs", "RunService")(self._store)
        return made

    @cached_property
    def forms(self) -> FormService:
        """What was written in the forms of dialogs and not sent."""
        made: FormService = self._kind("forms", "FormService")(self._store, "form")
        return made

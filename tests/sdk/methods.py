"""Every method of the official SDK, its route and our service for it."""

from __future__ import annotations

from typing import Final

_TUNES: Final = "/v1/finetuning/finetuned-models"

METHODS: Final[dict[str, tuple[str, str, str]]] = {
    "chat": ("POST", "/v1/chat", "replying:ReplyService.chat_v1"),
    "chat_stream": ("POST", "/v1/chat", "replying:ReplyService.chat_v1_stream"),
    "generate": ("POST", "/v1/generate", "generate:GenerateService.generate"),
    "generate_stream": ("POST", "/v1/generate", "generate:GenerateService.generate_stream"),
    "embed": ("POST", "/v1/embed", "embed:EmbedService.embed_v1"),
    "rerank": ("POST", "/v1/rerank", "rerank:RerankService.rerank_v1"),
    "classify": ("POST", "/v1/classify", "classify:ClassifyService.classify"),
    "summarize": ("POST", "/v1/summarize", "summarize:SummarizeService.summarize"),
    "tokenize": ("POST", "/v1/tokenize", "tokenize:TokenizeService.tokenize"),
    "detokenize": ("POST", "/v1/detokenize", "tokenize:TokenizeService.detokenize"),
    "check_api_key": ("POST", "/v1/check-api-key", "keys:KeyService.check"),
    "v2.chat": ("POST", "/v2/chat", "replying:ReplyService.chat"),
    "v2.chat_stream": ("POST", "/v2/chat", "replying:ReplyService.chat_stream"),
    "v2.embed": ("POST", "/v2/embed", "embed:EmbedService.embed"),
    "v2.rerank": ("POST", "/v2/rerank", "rerank:RerankService.rerank"),
    "v2.parse": ("POST", "/v2/parse", "parse:ParseService.parse"),
    "audio.transcriptions.create": (
        "POST", "/v2/audio/transcriptions", "transcribe:TranscribeService.transcribe",
    ),
    "models.get": ("GET", "/v1/models/m", "models:ModelService.get"),
    "models.list": ("GET", "/v1/models", "models:ModelService.list"),
    "datasets.list": ("GET", "/v1/datasets", "datasets:DatasetService.list"),
    "datasets.create": ("POST", "/v1/datasets", "datasets:DatasetService.create"),
    "datasets.get_usage": ("GET", "/v1/datasets/usage", "datasets:DatasetService.usage"),
    "datasets.get": ("GET", "/v1/datasets/d", "datasets:DatasetService.get"),
    "datasets.delete": ("DELETE", "/v1/datasets/d", "datasets:DatasetService.delete"),
    "embed_jobs.list": ("GET", "/v1/embed-jobs", "embed_jobs:EmbedJobService.list"),
    "embed_jobs.create": ("POST", "/v1/embed-jobs", "embed_jobs:EmbedJobService.create"),
    "embed_jobs.get": ("GET", "/v1/embed-jobs/j", "embed_jobs:EmbedJobService.get"),
    "embed_jobs.cancel": ("POST", "/v1/embed-jobs/j/cancel", "embed_jobs:EmbedJobService.cancel"),
    "batches.list": ("GET", "/v2/batches", "batches:BatchService.list"),
    "batches.create": ("POST", "/v2/batches", "batches:BatchService.create"),
    "batches.retrieve": ("GET", "/v2/batches/b", "batches:BatchService.get"),
    "batches.cancel": ("POST", "/v2/batches/b:cancel", "batches:BatchService.cancel"),
    "connectors.list": ("GET", "/v1/connectors", "connectors:ConnectorService.list"),
    "connectors.create": ("POST", "/v1/connectors", "connectors:ConnectorService.create"),
    "connectors.get": ("GET", "/v1/connectors/c", "connectors:ConnectorService.get"),
    "connectors.delete": ("DELETE", "/v1/connectors/c", "connectors:ConnectorService.delete"),
    "connectors.update": ("PATCH", "/v1/connectors/c", "connectors:ConnectorService.update"),
    "connectors.o_auth_authorize": (
        "POST", "/v1/connectors/c/oauth/authorize", "connectors:ConnectorService.authorize",
    ),
    "finetuning.list_finetuned_models": ("GET", _TUNES, "finetunes:FinetuneService.list"),
    "finetuning.create_finetuned_model": ("POST", _TUNES, "finetunes:FinetuneService.create"),
    "finetuning.get_finetuned_model": ("GET", f"{_TUNES}/f", "finetunes:FinetuneService.get"),
    "finetuning.delete_finetuned_model": (
        "DELETE", f"{_TUNES}/f", "finetunes:FinetuneService.delete",
    ),
    "finetuning.update_finetuned_model": (
        "PATCH", f"{_TUNES}/f", "finetunes:FinetuneService.update",
    ),
    "finetuning.list_events": ("GET", f"{_TUNES}/f/events", "finetunes:FinetuneService.events"),
    "finetuning.list_training_step_metrics": (
        "GET", f"{_TUNES}/f/training-step-metrics", "finetunes:FinetuneService.metrics",
    ),
}  # fmt: skip
"""What the SDK calls it, what goes over the wire, and which method of ours sends that."""

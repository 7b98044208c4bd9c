"""What validation counted in a dataset for fine-tuning; any number may be missing (API.md 14.4)."""

from __future__ import annotations

from typing import Annotated

from cohere_tui.models.wire import Many, OrElse, Whole, Wire, Word, Words


class LabelMetric(Wire):
    """One label of a classification dataset."""

    label: Word = ""
    total_examples: Whole = None
    samples: Words = ()


class ClassifyDataMetrics(Wire):
    """What is in a classification dataset."""

    label_metrics: Many[LabelMetric] = ()


class ChatDataMetrics(Wire):
    """What is in a chat dataset; turns of valid examples."""

    num_train_turns: Whole = None
    num_eval_turns: Whole = None
    preamble: Word = ""


class RerankerDataMetrics(Wire):
    """What is in a reranker dataset; passages of valid examples."""

    num_train_queries: Whole = None
    num_train_relevant_passages: Whole = None
    num_train_hard_negatives: Whole = None
    num_eval_queries: Whole = None
    num_eval_relevant_passages: Whole = None
    num_eval_hard_negatives: Whole = None


class FinetuneDatasetMetrics(Wire):
    """What can be trained with."""

    trainable_token_count: Whole = None
    """Tokens of valid examples."""
    total_examples: Whole = None
    train_examples: Whole = None
    train_size_bytes: Whole = None
    eval_examples: Whole = None
    eval_size_bytes: Whole = None
    reranker_data_metrics: Annotated[RerankerDataMetrics | None, OrElse(None)] = None
    chat_data_metrics: Annotated[ChatDataMetrics | None, OrElse(None)] = None
    classify_data_metrics: Annotated[ClassifyDataMetrics | None, OrElse(None)] = None


class Metrics(Wire):
    """The metrics of a dataset, by what it is for."""

    finetune_dataset_metrics: Annotated[FinetuneDatasetMetrics | None, OrElse(None)] = None

"""What is done with each row of a job's input."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.datasets.records import Row


class Labour(ABC):
    """From rows of the input to rows of the output."""

    output_kind: str
    """The type of the dataset that comes out."""
    schema: Mapping[str, Any]
    """Its Avro schema."""

    @abstractmethod
    def tokens(self, row: Row) -> int:
        """What a row costs in input tokens. Raises `RefusedError` when it cannot be answered."""

    @abstractmethod
    def answer(self, number: int, row: Row) -> tuple[Row, int]:
        """The row of the output for row `number` of the input, and what it cost in output tokens.

        A row that cannot be answered gives a row that says why.
        """

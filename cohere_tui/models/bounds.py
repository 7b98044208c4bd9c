"""The bounds that requests of several resources have in common (API.md 4.1, 6.1, 7).

Each describes itself in the words that are shown to a person as "allowed".
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

Share: TypeAlias = Annotated[
    float | None, Field(ge=0, le=1, allow_inf_nan=False, description="a number from 0 to 1")
]
"""A temperature of chat, or a penalty."""

Seed: TypeAlias = Annotated[
    int | None,
    Field(ge=0, le=2**64 - 1, description="a whole number from 0 to 18446744073709551615"),
]
TopK: TypeAlias = Annotated[
    int | None, Field(ge=0, le=500, description="a whole number from 0 to 500")
]
TopP: TypeAlias = Annotated[
    float | None,
    Field(ge=0.01, le=0.99, allow_inf_nan=False, description="a number from 0.01 to 0.99"),
]
FromOne: TypeAlias = Annotated[int | None, Field(ge=1, description="a whole number from 1")]
"""How many tokens at most."""

Priority: TypeAlias = Annotated[
    int | None, Field(ge=0, le=999, description="a whole number from 0 to 999")
]
"""What may wait for what when a server is busy: 0 goes first."""

StopSequences: TypeAlias = Annotated[
    tuple[str, ...] | None, Field(max_length=5, description="at most 5 texts")
]


def upper(value: object) -> object:
    """Guides write the API's words in lower case; it wants upper case (GAPS 2.9)."""
    return value.upper() if isinstance(value, str) else value

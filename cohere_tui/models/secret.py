"""Secrets of a request: written on the wire, shown nowhere else (DESIGN 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, PlainSerializer, SecretStr, SerializationInfo
from pydantic_core import PydanticCustomError

TO_WIRE: Final = "the wire"
"""The serialization context in which secrets are written out; in any other they are masked."""

MASK: Final = "•••"
"""Stands for a secret wherever a request is shown."""


def _given(value: object) -> object:
    """A fault in a secret is told without the value that was found."""
    if isinstance(value, SecretStr):
        return value
    if isinstance(value, str) and value:
        return value
    raise PydanticCustomError("rule", "{what}", {"what": "wants a text that is not empty"})


def _object(value: object) -> object:
    """A secret put in the place of the object that holds it is not quoted either."""
    if value is None or isinstance(value, Mapping | BaseModel):
        return value
    raise PydanticCustomError("rule", "{what}", {"what": "wants a JSON object"})


def _written(secret: SecretStr, info: SerializationInfo) -> str:
    return secret.get_secret_value() if info.context is TO_WIRE else MASK


Secret = Annotated[SecretStr, BeforeValidator(_given), PlainSerializer(_written, return_type=str)]
"""A secret of the person's: masked in `repr`, in errors and in every dump but `to_wire`."""

HOLDS_SECRET: Final = BeforeValidator(_object)
"""Marks a field whose value is an object with a secret in it."""

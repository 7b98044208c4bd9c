"""The Avro schemas of datasets, by type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

_VECTORS = {"float": "float", "int8": "int", "uint8": "int", "binary": "int", "ubinary": "int"}


def record(name: str, fields: Mapping[str, Any]) -> Schema:
    """A record with those fields, by name and Avro type."""
    return {
        "type": "record",
        "name": name,
        "fields": [{"name": field, "type": kind} for field, kind in fields.items()],
    }


def array(items: Any) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def embed_result(source: str) -> Schema:
    """What an embed job writes (API.md 14.5): the fields of its input and the vectors.

    `source` is the input's schema as JSON. Rows are `{"text": ..., <kept fields>, "embeddings":
    {"float": [...], "int8": None, ...}}`: all types are there, those not asked for are None.
    """
    fields = {field["name"]: field["type"] for field in json.loads(source)["fields"]}
    vectors: Schema = {name: ["null", array(items)] for name, items in _VECTORS.items()}
    vectors["base64"] = ["null", "string"]
    return record("embed_result", {**fields, "embeddings": record("embeddings", vectors)})


BATCH_FIELDS = {"custom_id": "string", "body": "string"}
"""Of requests of a batch, and of its answers; `body` is JSON as text, for it can be anything."""

BATCH = record("batch", BATCH_FIELDS)
"""A request of a batch, or its answer."""

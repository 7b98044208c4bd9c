"""What is asked of Embed in its playground."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.embed import EmbedManyRequest
from cohere_tui.state.form import chosen_in
from cohere_tui.state.playground.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.state.form import Values

IMAGES: Final = "images"
"""What is embedded where it is not texts."""
_OPTIONAL: Final = ("output_dimension", "max_tokens", "truncate", "priority")


def has_images(values: Values) -> bool:
    """Whether images are embedded, and not texts."""
    return values.get("source") == IMAGES


def inputs_of(values: Values) -> tuple[str, ...]:
    """What is embedded: texts, or the paths of images."""
    return texts_in(values.get(IMAGES if has_images(values) else "texts", ""))


def labels_of(values: Values) -> tuple[str, ...]:
    """What the inputs are called where they are shown."""
    inputs = inputs_of(values)
    return tuple(PurePath(path).name for path in inputs) if has_images(values) else inputs


def body_of(values: Values, images: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of an `EmbedManyRequest`; what was left empty is left out.

    `images` are data URIs, where images are embedded.
    """
    body: dict[str, Any] = {
        "model": values.get("model", ""),
        "input_type": values.get("input_type", ""),
        "embedding_types": chosen_in(values.get("embedding_types", "")) or ("float",),
    }
    body[IMAGES if has_images(values) else "texts"] = (
        tuple(images) if has_images(values) else texts_in(values.get("texts", ""))
    )
    return body | {name: values[name] for name in _OPTIONAL if values.get(name)}


def request_of(values: Values, images: Sequence[str] = ()) -> EmbedManyRequest:
    """What is sent. Raises `RequestInvalid`."""
    return EmbedManyRequest.of(body_of(values, images))


def adapted(changed: str, values: Values) -> Values:
    """Images have an input type of their own."""
    if changed != "source":
        return {}
    if has_images(values):
        return {"input_type": "image"}
    return {"input_type": "clustering"} if values.get("input_type") == "image" else {}

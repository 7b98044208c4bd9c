"""What is asked of Embed in its playground."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.embed import EmbedManyRequest
from cohere_tui.state.form import chosen_in
from cohere_tui.state.playground import mixtures
from cohere_tui.state.playground.documents import numbered
from cohere_tui.state.playground.mixtures import Mixture, numbered_mixtures
from cohere_tui.state.playground.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cohere_tui.state.form import Values

TEXTS: Final = "texts"
IMAGES: Final = "images"
MIXTURES: Final = "inputs"
"""What is embedded; as the request calls it, and the field it stands in."""
NOUNS: Final = {TEXTS: "text", IMAGES: "image", MIXTURES: "input"}
_OPTIONAL: Final = ("output_dimension", "max_tokens", "truncate", "priority")


def source_of(values: Values) -> str:
    """Which of them is embedded."""
    source = values.get("source", "")
    return source if source in NOUNS else TEXTS


def inputs_in(values: Values) -> tuple[tuple[int, Mixture], ...]:
    """What is embedded, whatever it is, each with the number of its line."""
    source = source_of(values)
    return _read(source, values.get(source, ""))


@lru_cache(maxsize=4)
def _read(source: str, written: str) -> tuple[tuple[int, Mixture], ...]:
    """What is written; remembered, for it is asked for with every key."""
    if source == MIXTURES:
        return tuple(numbered_mixtures(written))
    if source == IMAGES:
        return tuple((line, Mixture(images=(path.strip(),))) for line, path in numbered(written))
    return tuple((line, Mixture(text)) for line, text in numbered(written))


@lru_cache(maxsize=4)
def _texts(written: str) -> tuple[str, ...]:
    """The same of texts only, of which there may be very many: without their lines."""
    return texts_in(written)


def how_many(values: Values) -> int:
    """How many inputs there are."""
    if source_of(values) == TEXTS:
        return len(_texts(values.get(TEXTS, "")))
    return len(inputs_in(values))


def labels_of(values: Values) -> tuple[str, ...]:
    """What the inputs are called where they are shown."""
    if source_of(values) == TEXTS:
        return _texts(values.get(TEXTS, ""))
    inputs = inputs_in(values)
    if source_of(values) == IMAGES:
        return tuple(PurePath(one.images[0]).name for _, one in inputs)
    return tuple(one.label for _, one in inputs)


def body_of(values: Values, images: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an `EmbedManyRequest`; what was left empty is left out.

    `images` are data URIs by the paths that are written.
    """
    body: dict[str, Any] = {
        "model": values.get("model", ""),
        "input_type": values.get("input_type", ""),
        "embedding_types": chosen_in(values.get("embedding_types", "")) or ("float",),
    }
    source = source_of(values)
    if source == MIXTURES:
        inputs = inputs_in(values)
        body[source] = tuple({"content": _content(one, images)} for _, one in inputs)
    elif source == IMAGES:
        body[source] = tuple(images[one.images[0]] for _, one in inputs_in(values))
    else:
        body[source] = _texts(values.get(TEXTS, ""))
    return body | {name: values[name] for name in _OPTIONAL if values.get(name)}


def _content(one: Mixture, images: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    text = ({"type": "text", "text": one.text},) if one.text else ()
    uris = (images[path] for path in one.images)
    return (*text, *({"type": "image_url", "image_url": {"url": uri}} for uri in uris))


def request_of(values: Values, images: Mapping[str, str]) -> EmbedManyRequest:
    """What is sent. Raises `RequestInvalid`."""
    return EmbedManyRequest.of(body_of(values, images))


def faults_of(values: Values, images: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the names of the form's fields; an input by the number of its line."""
    found: dict[str, str] = {}
    if not how_many(values):
        found[source_of(values)] = _NONE[source_of(values)]
    for name, what in EmbedManyRequest.faults(body_of(values, images)).items():
        field, *rest = name.split(".")
        if field == source_of(values) and rest and rest[0].isdigit():
            line, _ = inputs_in(values)[int(rest[0])]
            found.setdefault(field, f"line {line}: {_EMPTY}")
        else:
            found.setdefault(field, what)
    return found


_NONE: Final = {
    TEXTS: "write at least one text, each on a line of its own",
    IMAGES: "name at least one image, each on a line of its own",
    MIXTURES: "write at least one input, each on a line of its own",
}
_EMPTY: Final = "there is neither a text nor an image"


def adapted(changed: str, values: Values) -> Values:
    """Images have an input type of their own."""
    if changed != "source":
        return {}
    if source_of(values) == IMAGES:
        return {"input_type": "image"}
    return {"input_type": "clustering"} if values.get("input_type") == "image" else {}


def taken(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows of a file, text and image, as they stand in the field of mixtures.

    Where both are the same, the file is one of lines, which are taken as they are.
    """
    lines = [
        text if text == image else mixtures.written((Mixture(text, (image,) if image else ()),))
        for text, image in rows
    ]
    return "\n".join(lines)

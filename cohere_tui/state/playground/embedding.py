"""What is asked of Embed in its playground."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.embed import EmbedInput, EmbedManyRequest
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


def _fields_of(values: Values) -> dict[str, Any]:
    """The fields of an `EmbedManyRequest` but for its inputs; what was left empty is left out."""
    body: dict[str, Any] = {
        "model": values.get("model", ""),
        "input_type": values.get("input_type", ""),
        "embedding_types": chosen_in(values.get("embedding_types", "")) or ("float",),
    }
    return body | {name: values[name] for name in _OPTIONAL if values.get(name)}


def _inputs_of(source: str, inputs: Iterable[Mixture], images: Mapping[str, str]) -> Any:
    """Images and mixtures as a request holds them."""
    if source == IMAGES:
        return tuple(images[one.images[0]] for one in inputs)
    # One by one: checked all at once, very many would keep the interpreter for seconds.
    return tuple(EmbedInput.of({"content": _content(one, images)}) for one in inputs)


def _content(one: Mixture, images: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    text = ({"type": "text", "text": one.text},) if one.text else ()
    uris = (images[path] for path in one.images)
    return (*text, *({"type": "image_url", "image_url": {"url": uri}} for uri in uris))


def request_of(
    values: Values, images: Mapping[str, str], inputs: Iterable[Mixture] | None = None
) -> EmbedManyRequest:
    """What is sent; only of these `inputs`, where some are named. Raises `RequestInvalid`.

    `images` are data URIs by the paths that are written.
    """
    source = source_of(values)
    body = _fields_of(values)
    if source == TEXTS:
        texts = _texts(values.get(TEXTS, ""))
        body[source] = texts if inputs is None else tuple(one.text for one in inputs)
    else:
        chosen = (one for _, one in inputs_in(values)) if inputs is None else inputs
        body[source] = _inputs_of(source, chosen, images)
    return EmbedManyRequest.of(body)


def faults_of(values: Values) -> dict[str, str]:
    """What is wrong, by the names of the form's fields; an input by the number of its line.

    Whether images can be sent is not known here. It is asked with every key, and there may be very
    many inputs: by itself, one of them can only be empty, and the rest is judged with one alone.
    """
    source, found = source_of(values), dict[str, str]()
    if not how_many(values):
        found[source] = _NONE[source]
    elif source == MIXTURES:
        empty = (line for line, one in inputs_in(values) if not one.text and not one.images)
        line = next(empty, 0)
        if line:
            found[source] = f"line {line}: {_EMPTY}"
    for field, what in EmbedManyRequest.faults(_fields_of(values) | {source: _ONE[source]}).items():
        found.setdefault(field.partition(".")[0], what)
    return found


_URI: Final = "data:image/png;base64,AAAA"
_ONE: Final[Mapping[str, Any]] = {
    TEXTS: ("text",),
    IMAGES: (_URI,),
    MIXTURES: ({"content": ({"type": "text", "text": "text"},)},),
}
"""One input that can be sent, by what it is."""


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

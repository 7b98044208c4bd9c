"""From a request to what is to be embedded, or to the refusal the API would give (API.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.answers.tokens import cut
from cohere_tui.sandbox.answers.vectors import KINDS
from cohere_tui.sandbox.catalogue import MODELS, Model, model_named
from cohere_tui.sandbox.data_uris import picture_in
from cohere_tui.sandbox.wire import RefusedError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.sandbox.answers.pictures import Picture

MOST = 96
_MB = 10**6
_MOST_BYTES = 20 * _MB
_MOST_BYTES_V3 = 5 * _MB
INPUT_TYPES = ("search_document", "search_query", "classification", "clustering", "image")
_TRUNCATE = ("NONE", "START", "END")
_SOURCES = ("texts", "images", "inputs")

V1: fields.Fields = {
    "texts": "array", "images": "array", "model": "string", "input_type": "string",
    "embedding_types": "array", "truncate": "string",
}  # fmt: skip
_V2: fields.Fields = {
    **V1, "inputs": "array", "output_dimension": "integer", "max_tokens": "integer",
    "priority": "integer",
}  # fmt: skip
_BOUNDS: fields.Bounds = {"priority": (0, 999, "0 and 999")}
_INPUT: fields.Fields = {"content": "array"}
_PARTS: Mapping[str, fields.Fields] = {
    "text": {"type": "string", "text": "string"},
    "image_url": {"type": "string", "image_url": "object"},
}
_URL: fields.Fields = {"url": "string"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One input as the model sees it: cut to the length it can take."""

    text: str = ""
    tokens: int = 0
    """Of the text."""
    pictures: tuple[tuple[Picture, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class EmbedAsk:
    """A request to embed that is in order."""

    model: Model
    inputs: tuple[Seen, ...]
    dimension: int
    kinds: tuple[str, ...]
    """Empty for the plain floats of v1."""
    texts: tuple[str, ...] = ()
    """As they were sent."""
    version: str = "2"

    @property
    def tokens(self) -> int:
        """How many tokens of text are embedded."""
        return sum(one.tokens for one in self.inputs)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All pictures."""
        return tuple(picture for one in self.inputs for picture, _ in one.pictures)


def read(raw: bytes, parsed: Any) -> EmbedAsk:
    """The request of a v2 body, or the refusal."""
    body = fields.shaped(fields.object_of(raw, parsed), _V2)
    fields.bounded(body, _BOUNDS)
    if not body.get("model"):
        raise RefusedError(400, "a model parameter is required for this endpoint.")
    return _ask(body, model_named(body["model"]), ("float",), "2")


def read_v1(body: Mapping[str, Any]) -> EmbedAsk:
    """The request of the known fields of a v1 body, or the refusal."""
    default = next(model for model in MODELS if "embed" in model.default_for)
    model = model_named(body["model"]) if body.get("model") else default
    return _ask(body, model, (), "1")


def _ask(body: Mapping[str, Any], model: Model, default: tuple[str, ...], version: str) -> EmbedAsk:
    if not model.dimensions:
        raise invalid(f"model '{model.name}' is not supported by the embed API")
    if not fields.one_of(body.get("input_type"), INPUT_TYPES, "input_type"):
        raise invalid("valid input_type must be provided with the provided model")
    kinds = fields.items(body.get("embedding_types"), "string", "embedding_types")
    for kind in kinds:
        fields.one_of(kind, KINDS, "embedding_types")
    return EmbedAsk(
        model=model,
        inputs=tuple(_inputs(body, model)),
        dimension=_dimension(body, model),
        kinds=tuple(dict.fromkeys(kinds)) or default,
        texts=tuple(body.get("texts", ())),
        version=version,
    )


def _dimension(body: Mapping[str, Any], model: Model) -> int:
    wanted: int = body.get("output_dimension", model.dimensions[-1])
    if wanted not in model.dimensions:
        allowed = ", ".join(map(str, model.dimensions))
        raise invalid(
            f"output_dimension {wanted} is not supported by model '{model.name}', "
            f"it must be one of {allowed}."
        )
    return wanted


def _inputs(body: Mapping[str, Any], model: Model) -> list[Seen]:
    given = [name for name in _SOURCES if name in body]
    if len(given) != 1:
        raise invalid("exactly one of texts, images or inputs must be provided.")
    name = given[0]
    if not body[name]:
        raise invalid(f"{name} must hold at least 1 element.")
    most = body.get("max_tokens", model.context)
    if most < 1:
        raise invalid("max_tokens must be at least 1.")
    side = fields.one_of(body.get("truncate", "END"), _TRUNCATE, "truncate")
    room = min(most, model.context)
    if name == "images":
        return _images(fields.items(body["images"], "string", "images"), model, body["input_type"])
    if len(body[name]) > MOST:
        raise invalid(
            f"total number of {name} must be at most {MOST} - received {len(body[name])}."
        )
    if name == "texts":
        texts = fields.items(body["texts"], "string", "texts")
        return [_seen(text, room, side, f"texts[{at}]") for at, text in enumerate(texts)]
    return _mixtures(body["inputs"], model, room, side)


def _images(uris: list[str], model: Model, input_type: str) -> list[Seen]:
    if not model.mixes and input_type != "image":
        raise invalid("images can only be embedded with input_type 'image' by the provided model.")
    if not model.mixes and len(uris) > 1:
        raise invalid(f"total number of images must be at most 1 - received {len(uris)}.")
    found = [picture_in(uri, f"images[{at}]") for at, uri in enumerate(uris)]
    _weighed([data for _, data in found], model)
    return [Seen(pictures=(one,)) for one in found]


def _mixtures(values: list[Any], model: Model, room: int, side: str) -> list[Seen]:
    if not model.mixes:
        raise invalid(f"inputs are not supported by the provided model: {model.name}.")
    found = []
    for at, value in enumerate(fields.items(values, "object", "inputs")):
        where = f"inputs[{at}]"
        content = fields.shaped(value, _INPUT, where).get("content")
        parts = [
            _part(part, f"{where}.content[{number}]")
            for number, part in enumerate(fields.items(content, "object", f"{where}.content"))
        ]
        if not parts:
            raise invalid(f"{where}.content must hold at least 1 element.")
        text = "\n".join(part for part in parts if isinstance(part, str))
        pictures = tuple(part for part in parts if not isinstance(part, str))
        seen = _seen(text, room, side, where)
        found.append(Seen(seen.text, seen.tokens, pictures))
    _weighed([data for one in found for _, data in one.pictures], model)
    return found


def _part(value: dict[str, Any], where: str) -> str | tuple[Picture, bytes]:
    kind = fields.one_of(str(value.get("type")), tuple(_PARTS), f"{where}.type")
    part = fields.shaped(value, _PARTS[kind], where)
    if kind == "text":
        return str(part.get("text", ""))
    url = fields.shaped(part.get("image_url"), _URL, f"{where}.image_url").get("url", "")
    return picture_in(url, f"{where}.image_url.url")


def _weighed(images: list[bytes], model: Model) -> None:
    most = _MOST_BYTES if model.mixes else _MOST_BYTES_V3
    if sum(map(len, images)) > most:
        raise invalid(f"the size of all images must be at most {most // _MB}MB in total.")


def _seen(text: str, room: int, side: str, where: str) -> Seen:
    shorter, tokens, over = cut(text, room, from_start=side == "START")
    if over and side == "NONE":
        what = f"too many tokens: {where} is {over} tokens longer than the limit of {room}."
        raise RefusedError(400, what, error_type="TOO_MANY_TOKENS")
    return Seen(shorter, tokens)

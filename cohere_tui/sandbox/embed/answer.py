"""The answer to a request to embed (API.md 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohere_tui.sandbox.answers.vectors import (
    Features,
    embed,
    picture_features,
    text_features,
    typed,
)
from cohere_tui.sandbox.wire import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cohere_tui.sandbox.answers.pictures import Picture
    from cohere_tui.sandbox.embed.asked import EmbedAsk, Seen

Made = list[float] | list[int] | str


def body(ask: EmbedAsk, answer_id: str) -> dict[str, Any]:
    """The answer as a JSON object."""
    vectors = _vectors(ask)
    by_kind = {kind: [typed(vector, kind) for vector in vectors] for kind in ask.kinds}
    return {**_frame(ask, answer_id), "embeddings": by_kind or vectors}


def rendered(ask: EmbedAsk, answer_id: str) -> bytes:
    """The same as JSON text, several times as fast: of 100,000 numbers only few are different."""
    vectors = _vectors(ask)
    by_kind = [
        b'"%b":%b' % (kind.encode(), _list([typed(vector, kind) for vector in vectors]))
        for kind in ask.kinds
    ]
    embeddings = b"{%b}" % b",".join(by_kind) if by_kind else _list(vectors)
    return b'%b,"embeddings":%b}' % (dumps(_frame(ask, answer_id))[:-1], embeddings)


def billed(ask: EmbedAsk) -> dict[str, int]:
    """What it costs, in the units of the API (API.md 21)."""
    units = {}
    if ask.tokens or not ask.pictures:
        units["input_tokens"] = ask.tokens
    if ask.pictures:
        units["images"] = len(ask.pictures)
        units["image_tokens"] = sum(picture.tokens for picture in ask.pictures)
    return units


def _frame(ask: EmbedAsk, answer_id: str) -> dict[str, Any]:
    """Everything but the vectors."""
    frame: dict[str, Any] = {
        "id": answer_id,
        "texts": list(ask.texts),
        "meta": {"api_version": {"version": ask.version}, "billed_units": billed(ask)},
        "response_type": "embeddings_by_type" if ask.kinds else "embeddings_floats",
    }
    if ask.pictures:
        frame["images"] = [_shown(picture) for picture in ask.pictures]
    return frame


def _shown(picture: Picture) -> dict[str, Any]:
    return {
        "width": picture.width,
        "height": picture.height,
        "format": picture.format,
        "bit_depth": picture.bit_depth,
    }


def _vectors(ask: EmbedAsk) -> list[list[float]]:
    space = ask.model.space or ask.model.name
    return [embed(_features(one), ask.dimension, space) for one in ask.inputs]


def _features(one: Seen) -> Features:
    features = Features() if one.pictures and not one.text else text_features(one.text)
    for _, data in one.pictures:
        features.update(picture_features(data))
    return features


def _list(made: Sequence[Made]) -> bytes:
    return f"[{','.join(map(_numbers, made))}]".encode()


def _numbers(made: Made) -> str:
    if isinstance(made, str):
        return f'"{made}"'
    written = {number: repr(number) for number in set(made)}
    return f"[{','.join(map(written.__getitem__, made))}]"

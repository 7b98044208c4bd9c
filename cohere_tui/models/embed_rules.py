"""The rules of an embed request that concern more than one field (API.md 8).

Each is one the documents give; a server would answer 400.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from cohere_tui.models.generations import older_than
from cohere_tui.models.refusing import broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MB: Final = 10**6
MOST_BYTES: Final = 20 * _MB
"""What all images of a request may take together, before base64, with models from v4 on."""
MOST_BYTES_V3: Final = 5 * _MB
"""What an image may take with v3 models, which take one at a time."""

_SOURCES_V1: Final = ("texts", "images")
_SOURCES: Final = (*_SOURCES_V1, "inputs")
_DATA_URI: Final = re.compile(r"data:image/[\w.+-]+;base64,(?=.)", re.IGNORECASE)


class Mixed(Protocol):
    """An input that may hold images beside its texts."""

    @property
    def images(self) -> Sequence[str]:
        """Data URIs."""


class AnyEmbed(Protocol):
    """What requests of both versions say."""

    @property
    def images(self) -> Sequence[str] | None:
        """Data URIs."""


class Embed(AnyEmbed, Protocol):
    """A request of v2."""

    @property
    def model(self) -> str:
        """Its name."""

    @property
    def inputs(self) -> Sequence[Mixed] | None:
        """Texts and images in one vector."""


class EmbedV1(AnyEmbed, Protocol):
    """A request of v1."""

    @property
    def model(self) -> str | None:
        """Its name; None for the server's choice."""

    @property
    def input_type(self) -> str | None:
        """What the vectors are for."""


def image_bytes(uri: str) -> int:
    """How many bytes the image in a data URI has."""
    start = uri.find(",") + 1
    padding = 2 if uri.endswith("==") else 1 if uri.endswith("=") else 0
    return (len(uri) - start) * 3 // 4 - padding


def images_at_once(model: str | None) -> int | None:
    """How many images a request may hold; None: it is their bytes that count."""
    return 1 if older_than(4, model) else None


def most_bytes(model: str | None) -> int:
    """How many bytes the images of one request may have together."""
    return MOST_BYTES_V3 if older_than(4, model) else MOST_BYTES


def check_each(request: Embed) -> None:
    """Raise the first rule that one input breaks by itself, as pydantic wants it."""
    _check_source(request, _SOURCES)
    if request.inputs is not None and older_than(4, request.model):
        raise broken("inputs", "needs a model from v4 on; use texts or images")
    _check_images(tuple(_images(request)), request.model)


def check_together(request: Embed) -> None:
    """Raise the rule that all the inputs break together."""
    _check_total(tuple(_images(request)), request.model)


def check_v1(request: EmbedV1) -> None:
    """Raise the first rule that a v1 request breaks."""
    _check_source(request, _SOURCES_V1)
    if request.input_type is None and request.model and not older_than(3, request.model):
        raise broken("input_type", "models from v3 on need it; say what the vectors are for")
    images = tuple((f"images.{at}", uri) for at, uri in enumerate(request.images or ()))
    _check_images(images, request.model)
    _check_total(images, request.model)


def _check_source(request: AnyEmbed, known: Sequence[str]) -> None:
    given = [name for name in known if getattr(request, name) is not None]
    if len(given) == 1:
        return
    found = " and ".join(given) or "none"
    raise broken(given[-1] if given else "texts", f"one of {', '.join(known)}; found {found}")


def _images(request: Embed) -> Iterator[tuple[str, str]]:
    """The images with the names of their places."""
    for at, uri in enumerate(request.images or ()):
        yield f"images.{at}", uri
    for at, one in enumerate(request.inputs or ()):
        for uri in one.images:
            yield f"inputs.{at}", uri


def _check_images(images: tuple[tuple[str, str], ...], model: str | None) -> None:
    most = most_bytes(model)
    for place, uri in images:
        if not _DATA_URI.match(uri):
            raise broken(place, "an image is sent as a data URI: data:image/png;base64,…")
        if image_bytes(uri) > most:
            raise broken(place, f"an image has at most {most // _MB} MB with this model")


def _check_total(images: tuple[tuple[str, str], ...], model: str | None) -> None:
    count = images_at_once(model)
    if count is not None and len(images) > count:
        raise broken("images", f"this model takes {count} image at a time; found {len(images)}")
    most = most_bytes(model)
    total = sum(image_bytes(uri) for _, uri in images)
    if total > most:
        what = f"the images of one request have at most {most // _MB} MB together"
        raise broken(images[-1][0].partition(".")[0], what)

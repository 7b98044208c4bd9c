"""POST /v2/embed and /v1/embed: texts, images and mixtures of them as vectors (API.md 8)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from cohere_tui.models import embed_rules
from cohere_tui.models.bounds import FromOne, Priority
from cohere_tui.models.messages import Filled, TextPart
from cohere_tui.models.meta import Meta
from cohere_tui.models.vectors import ByKind, Vectors
from cohere_tui.models.wire import Event, Many, OrElse, Sent, Whole, Wire, Word, Words

MOST_INPUTS: Final = 96
"""How many texts or inputs one request may hold."""

InputType: TypeAlias = Literal[
    "search_document", "search_query", "classification", "clustering", "image"
]
EmbeddingType: TypeAlias = Literal["float", "int8", "uint8", "binary", "ubinary", "base64"]
Truncate: TypeAlias = Literal["NONE", "START", "END"]


_TEXTS: Final[Any] = Field(
    None, min_length=1, max_length=MOST_INPUTS, description=f"1 to {MOST_INPUTS} texts"
)


class EmbedImageUrl(Sent):
    """Where an image is: a data URI."""

    url: Filled


class EmbedImage(Sent):
    """An image in an input."""

    type: Literal["image_url"] = "image_url"
    image_url: EmbedImageUrl


EmbedPart: TypeAlias = Annotated[TextPart | EmbedImage, Field(discriminator="type")]


class EmbedInput(Sent):
    """Texts and images that become one vector together."""

    content: Annotated[tuple[EmbedPart, ...], Field(min_length=1)]

    @property
    def images(self) -> tuple[str, ...]:
        """The data URIs of its images."""
        return tuple(part.image_url.url for part in self.content if isinstance(part, EmbedImage))


class EmbedManyRequest(Sent):
    """What to embed with a v2 model, however much it is; a service splits it into requests."""

    model: Filled
    input_type: InputType
    texts: tuple[str, ...] | None = Field(None, min_length=1, description="at least one text")
    images: tuple[str, ...] | None = Field(None, min_length=1, description="at least one image")
    """Data URIs such as `data:image/png;base64,…`."""
    inputs: tuple[EmbedInput, ...] | None = Field(
        None, min_length=1, description="at least one input"
    )
    """For models from v4 on."""
    embedding_types: tuple[EmbeddingType, ...] = Field(
        ("float",), min_length=1, description="at least one kind"
    )
    output_dimension: FromOne = None
    """The model's own when left out; which are possible depends on the model (GAPS 2.20)."""
    max_tokens: FromOne = None
    """Where an input is cut."""
    truncate: Truncate | None = None
    priority: Priority = None

    @property
    def count(self) -> int:
        """How many vectors of each kind there should be."""
        return len(self.texts or self.images or self.inputs or ())

    @model_validator(mode="after")
    def _rules(self) -> Self:
        embed_rules.check_each(self)
        return self


class EmbedRequest(EmbedManyRequest):
    """A v2 request: at most 96 texts or inputs; images by count and bytes (API.md 8.1)."""

    texts: tuple[str, ...] | None = _TEXTS
    inputs: tuple[EmbedInput, ...] | None = Field(
        None, min_length=1, max_length=MOST_INPUTS, description=f"1 to {MOST_INPUTS} inputs"
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        embed_rules.check_together(self)
        return self


class EmbedRequestV1(Sent):
    """A v1 request: no inputs, no dimension; without `embedding_types` come plain floats."""

    texts: tuple[str, ...] | None = _TEXTS
    images: tuple[str, ...] | None = Field(None, min_length=1, description="at least one image")
    model: Filled | None = None
    input_type: InputType | None = None
    """Models from v3 on need it."""
    embedding_types: tuple[EmbeddingType, ...] | None = Field(
        None, min_length=1, description="at least one kind"
    )
    truncate: Truncate | None = None

    @property
    def count(self) -> int:
        """How many vectors of each kind there should be."""
        return len(self.texts or self.images or ())

    @model_validator(mode="after")
    def _rules(self) -> Self:
        embed_rules.check_v1(self)
        return self


class ImageInfo(Event):
    """What the server found out about an image."""

    width: Whole = None
    """In pixels."""
    height: Whole = None
    format: Word = ""
    bit_depth: Whole = None


class EmbedResponse(Wire):
    """The vectors, of both versions and both shapes: it is the shape that tells (GAPS 3.7)."""

    id: Word = ""
    embeddings: ByKind = Field(default_factory=dict)
    texts: Words = ()
    """The texts as the server had them; not every server echoes them."""
    images: Many[ImageInfo] = ()
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark for people."""
    asked: Whole = None
    """How many inputs were sent: not of the wire, set by the service."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of vectors there are."""
        return tuple(self.embeddings)

    def vectors(self, kind: str = "float") -> Vectors:
        """The vectors of one kind in the order of the inputs; empty where it was not sent.

        `base64` comes decoded, as floats.
        """
        return self.embeddings.get(kind, ())

    @property
    def matches(self) -> bool:
        """Whether there is exactly one vector of each kind for each input.

        Servers were seen to return one vector for several images (GAPS 5): then it is not known
        which input a vector is of.
        """
        counts = {len(vectors) for vectors in self.embeddings.values()} or {0}
        return counts == {self.asked} and not self.missing

    @property
    def missing(self) -> tuple[int, ...]:
        """The inputs, counted from 0, that lack a vector of some kind."""
        asked = self.asked or 0
        lacking = set() if self.embeddings else set(range(asked))
        for vectors in self.embeddings.values():
            lacking.update(range(len(vectors), asked))
            lacking.update(at for at, one in enumerate(vectors[:asked]) if one is None)
        return tuple(sorted(lacking))

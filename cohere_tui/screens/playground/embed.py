"""The playground of Embed: texts or images, and the vectors that a model makes of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, get_args

from cohere_tui.errors import CohereTuiError
from cohere_tui.models.embed import EmbeddingType, EmbedManyRequest, InputType
from cohere_tui.screens.playground.bounds import allowed
from cohere_tui.screens.playground.embed_images import (
    first_inputs,
    provide_sample,
    read_images,
    requests_for,
    stand_ins,
    wrong_image,
)
from cohere_tui.screens.playground.embed_offer import MOST_HERE
from cohere_tui.screens.playground.embed_with_job import EmbedWithJob
from cohere_tui.screens.target import short
from cohere_tui.services.embed import split
from cohere_tui.services.samples.files import PAGE
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.naming import count
from cohere_tui.state.playground.embedding import (
    IMAGES,
    MIXTURES,
    NOUNS,
    TEXTS,
    adapted,
    faults_of,
    how_many,
    request_of,
    source_of,
    taken,
)
from cohere_tui.state.playground.run import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cohere_tui.models.embed import EmbedResponse
    from cohere_tui.screens.playground.way import Way
    from cohere_tui.services.splitting import Merged, Parts
    from cohere_tui.state.form import Faults, Values

_TEXTS: Final = (
    "I forgot my password",
    "How do I reset my password?",
    "The password reset mail never comes",
    "Where is my parcel?",
    "My parcel is late again",
    "The parcel came open and empty",
    "The invoice has the wrong address",
    "Please send the invoice again",
    "Can I pay the invoice by card?",
    "Which invoice is still open?",
)
_HINTS: Final = {
    TEXTS: "one per line; F7 takes them from a file",
    IMAGES: "a path per line: PNG, JPEG, WebP or GIF",
    MIXTURES: "per line a text, @image.png, or both",
}

_OF_TEXTS: Final = "An embed job would embed all the texts again, not only those that are left."
_OF_IMAGES: Final = (
    "Embed jobs take texts only. Batches take images, too, in a file of requests, with a model of "
    "their own (:batches)."
)


class EmbedPanel(EmbedWithJob):
    """Embeds texts and images; which of them are alike is seen."""

    NAME = "embed"
    TITLE = "Embed"
    ENDPOINT = "embed"
    BINDING_GROUP_TITLE = "Embed"
    INTRO = (
        "Turns texts and images into vectors: what means the same lies close together. Search, "
        "grouping and recommending are made of that. In the form is an example: ten messages of "
        "customers about three things. F5 runs it, and shows which belong together."
    )

    SOME = frozenset({MIXTURES})

    def __init__(self) -> None:
        super().__init__()
        self._sent: EmbedManyRequest | None = None
        """What the last run asked for: files may have changed since."""

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """Texts or images, the types of vectors; the rest is seldom wanted."""
        return (
            self.model_field("embed-v4.0"),
            Field(
                "source", "Inputs", Kind.CHOICE, TEXTS,
                options=(
                    Option(TEXTS, "texts"), Option(IMAGES, "images"), Option(MIXTURES, "mixed"),
                ),
            ),
            Field(
                TEXTS, "Texts", Kind.TEXTS, "\n".join(_TEXTS), hint=_HINTS[TEXTS],
                shown=_only(TEXTS),
            ),
            Field(
                IMAGES, "Images", Kind.TEXTS, hint=_HINTS[IMAGES], shown=_only(IMAGES),
            ),
            Field(
                MIXTURES, "Mixed", Kind.TEXTS, _mixtures(), hint=_HINTS[MIXTURES],
                shown=_only(MIXTURES),
            ),
            Field(
                "input_type", "They are", Kind.CHOICE, "clustering",
                options=_options(get_args(InputType)),
            ),
            Field(
                "embedding_types", "Vectors", Kind.CHOICES, "float,int8",
                options=_options(get_args(EmbeddingType)), hint="none taken: float",
            ),
            Field(
                "output_dimension", "Dimension", extra=True,
                hint="empty: the model's own; of embed-v4.0: 256, 512, 1024 or 1536",
            ),
            Field(
                "truncate", "Too long", Kind.CHOICE, extra=True,
                options=(
                    Option("", "server's choice"), Option("END", "cut the end"),
                    Option("START", "cut the start"), Option("NONE", "refuse"),
                ),
            ),
            Field(
                "max_tokens", "Tokens each", extra=True,
                hint=allowed(EmbedManyRequest, "max_tokens", "as many as the model takes"),
            ),
            Field(
                "priority", "Priority", extra=True,
                hint=allowed(EmbedManyRequest, "priority", "0, which goes first"),
            ),
        )  # fmt: skip

    def adapt(self, changed: str, values: Values) -> Values:
        """Images have an input type of their own."""
        return adapted(changed, values)

    def hints(self, values: Values) -> Values:
        """How many there are, and how many requests they take."""
        source = source_of(values)
        inputs = how_many(values)
        if not inputs:
            return {}
        told = f"{count(inputs, NOUNS[source])} in {count(requests_for(values), 'request')}"
        by_job = source == TEXTS and inputs > MOST_HERE and not self.is_read_only
        return {source: f"{told}, or by an embed job" if by_job else f"{told}; {_HINTS[source]}"}

    def check(self, values: Values) -> Faults:
        """What cannot be sent; of images also whether they can be read."""
        faults = faults_of(values)
        wrong = wrong_image(values)
        if wrong:
            faults.setdefault(source_of(values), wrong)
        return faults

    def request(self, values: Values) -> Request:
        """The request; of many inputs the first part of it. Images are told by their names."""
        first = first_inputs(values)
        sent = split(request_of(values, stand_ins(first), first))[0]
        return Request("POST", "/v2/embed", body=sent.to_wire())

    def takes(self, values: Values) -> int:
        """So many inputs with each; of very many texts `ask` asks itself."""
        by_job = source_of(values) == TEXTS and how_many(values) > MOST_HERE
        return 1 if by_job else requests_for(values)

    def why_from_here(self, values: Values) -> str:
        """What jobs and batches cannot do, or do otherwise."""
        return _OF_TEXTS if source_of(values) == TEXTS else _OF_IMAGES

    def columns_for(self, name: str) -> Sequence[str]:
        """Mixtures have images."""
        return ("text", "image") if name == MIXTURES else super().columns_for(name)

    def text_of_rows(self, name: str, rows: Sequence[tuple[str, ...]], before: str) -> str:
        """The rows of a file behind what was in a field; of mixtures also their images."""
        if name != MIXTURES:
            return super().text_of_rows(name, rows, before)
        return "\n".join(filter(None, (before, taken(rows))))

    # --- asking

    async def ask(self, values: Values, way: Way[EmbedResponse]) -> Outcome[EmbedResponse]:
        """Embed all inputs, with as many requests as it takes."""
        await provide_sample(values)
        request = self._sent = await asyncio.to_thread(_request, values)
        if request.texts is not None and request.count > MOST_HERE and way.known is None:
            plan = await self.agreed(values, request)
            if plan is not None:
                return await self.by_job(plan, way)
        way.expect(requests_for(values))
        found = await self.services.embed.embed_many(request, show=way.show_parts, known=way.known)
        parts = found.parts
        if parts.trouble is not None and not parts.done:
            raise parts.trouble
        trouble = parts.trouble or lacking(found)
        known = parts if parts.trouble is not None else None
        return Outcome(found.value, trouble, known, max(1, parts.done))

    def so_far(self, values: Values, parts: Parts[Any]) -> EmbedResponse | None:
        """The vectors that came before it was stopped."""
        del values
        return None if self._sent is None else self.services.embed.so_far(self._sent, parts)


def _request(values: Values) -> EmbedManyRequest:
    """What is sent, images and all. Raises `RequestInvalid`."""
    return request_of(values, read_images(values))


def lacking(found: Merged[EmbedResponse]) -> CohereTuiError | None:
    """What is wrong with an answer that came whole and lacks vectors."""
    answer, came = found.value, [part for part in found.parts.results if part is not None]
    if not answer.missing:
        return None
    asked = count(answer.asked or 0, "input")
    sent = sum(max(map(len, part.embeddings.values()), default=0) for part in came)
    if sent != answer.asked:
        kept = "Where they are fewer than the inputs of a request, nobody knows whose they are."
        return CohereTuiError(f"The server sent {count(sent, 'vector')} for {asked}", kept=kept)
    return CohereTuiError(f"{len(answer.missing):,} of {asked} came without a vector")


def _mixtures() -> str:
    """The example, with the image of a page that the app can draw."""
    page = f"@{short(PAGE.path)}"
    return f"A page about mills {page}\n{page}\nA mill at the sea\nMy parcel is late again"


def _only(source: str) -> Callable[[Values], bool]:
    return lambda values: source_of(values) == source


def _options(words: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(word, word.replace("_", " ")) for word in words)

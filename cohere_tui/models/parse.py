"""POST /v2/parse: a page, as an image, becomes text (API.md 10)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AliasPath, Field

from cohere_tui.models.links import is_web_link
from cohere_tui.models.messages import Filled
from cohere_tui.models.meta import Meta
from cohere_tui.models.refusing import broken
from cohere_tui.models.wire import Event, Many, OrElse, Sent, Whole, Wire, Word

MOST_BYTES: Final = 20_000_000
"""How large the file of a page may be."""
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,\S")


def _page_url(value: str) -> str:
    if not _DATA.match(value) and not is_web_link(value):
        raise broken("", "is no image's address; allowed: https://… or data:image/…;base64,…")
    return value


class PageImage(Sent):
    """A page: the address of its image, or the image itself as a data URI. Not a PDF."""

    type: Literal["image_url"] = "image_url"
    image_url: Annotated[str, AfterValidator(_page_url)]


class ParseRequest(Sent):
    """A page to be read, as Markdown or as a list of blocks."""

    model: Filled
    document: PageImage
    output_format: Literal["markdown", "blocks"] | None = Field(
        None, description="markdown or blocks"
    )


_Number = Annotated[float | None, OrElse(None)]


class Box(Event):
    """Where something is on the page, in pixels or, normalized, in parts of its size."""

    left: _Number = Field(None, alias="top_left_x")
    top: _Number = Field(None, alias="top_left_y")
    right: _Number = Field(None, alias="bottom_right_x")
    bottom: _Number = Field(None, alias="bottom_right_y")


_Place = Annotated[Box | None, OrElse(None)]


class Picture(Event):
    """A picture on the page; Markdown refers to it as `![…](id)`."""

    id: Word = ""
    description: Word = ""
    category: Word = ""
    """other, flowchart, logo, signature, or a newer word."""
    bounding_box: _Place = None
    bounding_box_normalized: _Place = None


class Table(Event):
    """A table on the page, as HTML."""

    html: Word = ""
    title: Word = ""
    description: Word = ""
    bounding_box: _Place = None
    bounding_box_normalized: _Place = None


class Block(Event):
    """A part of the page; what its `type` says is set."""

    type: Word = ""
    """text, image, table, or a newer word."""
    text: Word = Field("", validation_alias=AliasPath("text", "content"))
    image: Annotated[Picture | None, OrElse(None)] = None
    table: Annotated[Table | None, OrElse(None)] = None

    def as_sent(self) -> dict[str, Any]:
        """As it stood in the answer, as far as it was taken over."""
        parts = {"image": self.image, "table": self.table}
        sent: dict[str, Any] = {"type": self.type, "text": {"content": self.text}}
        if not self.text:
            del sent["text"]
        return sent | {name: _sent(part) for name, part in parts.items() if part is not None}


class ParsedPage(Event):
    """A page as it was read: Markdown and its pictures, or blocks."""

    type: Word = ""
    """markdown, blocks, or a newer word."""
    index: Whole = None
    content: Word = Field("", validation_alias=AliasPath("markdown", "content"))
    images: Many[Picture] = Field((), validation_alias=AliasPath("markdown", "images"))
    blocks: Many[Block] = ()

    def as_sent(self) -> dict[str, Any]:
        """As it stood in the answer, as far as it was taken over."""
        sent: dict[str, Any] = {"type": self.type, "index": self.index}
        if self.content or self.images:
            images = [_sent(image) for image in self.images]
            sent["markdown"] = {"content": self.content, "images": images}
        if self.blocks:
            sent["blocks"] = [block.as_sent() for block in self.blocks]
        return sent


def _sent(part: Event) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


class ParseResponse(Wire):
    """What was read."""

    id: Word = ""
    pages: Many[ParsedPage] = ()
    finish_reason: Word = ""
    """COMPLETE, MAX_TOKENS, or a newer word."""
    meta: Annotated[Meta, OrElse(Meta())] = Meta()
    warning: Word = ""
    """The server's remark."""

    @property
    def cut_off(self) -> bool:
        """Whether there was more on the page than the model had room for."""
        return self.finish_reason == "MAX_TOKENS"

    def as_sent(self) -> dict[str, Any]:
        """As it came, as far as it was taken over; it can be read again."""
        sent = self.model_dump(mode="json", exclude={"pages", "meta"}, exclude_defaults=True)
        meta = self.meta.as_sent()
        pages = [page.as_sent() for page in self.pages]
        return {**sent, "pages": pages, **({"meta": meta} if meta else {})}

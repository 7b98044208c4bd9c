"""The playground of Parse: the image of a page, or a PDF, and what is written on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.links import is_web_link
from cohere_tui.models.parse import MOST_BYTES, PageImage, ParseRequest, ParseResponse
from cohere_tui.plain import plain
from cohere_tui.screens.playground.file_panel import FILE, FilePanel
from cohere_tui.screens.saving import Format
from cohere_tui.services.parse import document_of
from cohere_tui.services.samples.files import PAGE
from cohere_tui.services.splitting import Parts
from cohere_tui.state.code import Request
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.naming import count
from cohere_tui.state.playground.page_blocks import blocks_of
from cohere_tui.state.playground.page_numbers import FIELD as PAGES_FIELD
from cohere_tui.state.playground.page_numbers import fault_in
from cohere_tui.state.playground.page_sheet import compared, sheet_of
from cohere_tui.state.playground.read_pages import EMPTY, ReadPage
from cohere_tui.state.playground.run import Outcome
from cohere_tui.state.sizes import size as size_told
from cohere_tui.widgets.playground.blocks import BlocksPage
from cohere_tui.widgets.playground.markdown_page import Chapter, MarkdownPage

if TYPE_CHECKING:
    from pathlib import Path

    from textual.widget import Widget

    from cohere_tui.screens.playground.way import Way
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.comparison import Comparison
    from cohere_tui.state.playground.read_pages import ReadDocument
    from cohere_tui.state.playground.run import Run
    from cohere_tui.state.playground.sheet import Sheet

_MARKDOWN: Final = "Markdown"
_BLOCKS: Final = "Blocks"
_MODEL: Final = "parse-v5.0"
_ELSEWHERE: Final = "https://example.com/page.png"
"""An address that stands for any page, where only the rest of a request is looked at."""
_CUT: Final = "There is more on this page than the model has room for: the rest is missing."
_NOTHING: Final = "Nothing was read: there are no blocks."


def _is_pdf(values: Values) -> bool:
    return values[FILE].lower().endswith(".pdf")


class ParsePanel(FilePanel["ReadDocument"]):
    """Reads pages, a request for each."""

    NAME = "parse"
    TITLE = "Parse"
    INTRO = (
        "Reads the image of a page, or the pages of a PDF: text, tables and pictures become "
        "Markdown, or a list of blocks that knows where on the page the pictures and tables are."
        "\n\nThe example is a page that the app draws itself. F5 runs it. The sandbox sees no "
        "letters: it tells what the file says about itself."
    )
    PAGES = (_MARKDOWN, _BLOCKS)
    BINDING_GROUP_TITLE = "Parse"
    SAMPLE = PAGE
    MODELS: ClassVar[tuple[str, ...]] = (_MODEL,)

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """File, pages, model, and what is wanted of them."""
        options = (Option("markdown", "Markdown"), Option("blocks", "blocks"))
        return (
            self.file_field("PNG, JPEG, WebP, GIF or PDF; or an address, https://…"),
            Field(PAGES_FIELD, "Pages", hint="1-3,7; all when left empty", shown=_is_pdf),
            self.model_field(_MODEL),
            Field("output_format", "Output", Kind.CHOICE, "markdown", options=options),
        )

    def check(self, values: Values) -> Faults:
        """What is wrong with the file, the numbers of the pages, and the rest."""
        faults = ParseRequest.faults(self._wire(values, _ELSEWHERE))
        found = {
            FILE: "" if is_web_link(values[FILE]) else self.file_fault(values),
            PAGES_FIELD: fault_in(values.get(PAGES_FIELD, "")),
        }
        return {**faults, **{name: wrong for name, wrong in found.items() if wrong}}

    def fits(self, path: Path, size: int) -> None:
        """An image has a size that it may have; a PDF is sent page by page."""
        if path.suffix.lower() != ".pdf" and size > MOST_BYTES:
            what = f"has {size_told(size)}; an image may have up to 20 MB"
            raise RequestInvalid(what, field=FILE)

    def request(self, values: Values) -> Request:
        """The request for the first page; instead of its image it says what would be there."""
        page = "the first page of " if _is_pdf(values) else ""
        kind = self.path_of(values).suffix.lower().removeprefix(".").replace("jpg", "jpeg")
        url = f"data:image/{'png' if page or not kind else kind};base64,"
        told = f"{url}<{page}{self.path_of(values).name} in Base64>"
        body = self._wire(values, values[FILE] if is_web_link(values[FILE]) else told)
        return Request("POST", "/v2/parse", body=ParseRequest.of(body).to_wire())

    def _wire(self, values: Values, url: str) -> dict[str, Any]:
        return {
            "model": values["model"],
            "document": {"type": "image_url", "image_url": url},
            "output_format": values["output_format"],
        }

    # --- asking

    async def ask(self, values: Values, way: Way[ReadDocument]) -> Outcome[ReadDocument]:
        """Have the pages read, a few at a time."""
        place: Path | str = values[FILE]
        if not is_web_link(values[FILE]):
            place = self.path_of(values)
            await PAGE.provide(place)

        def request(page: PageImage) -> ParseRequest:
            return ParseRequest.of(self._wire(values, page.image_url))

        def show(parts: Parts[ReadPage]) -> None:
            way.show_parts(parts)
            way.say(f"{parts.done:,} of {count(len(parts.results), 'page')}")

        parts = await self.services.parse.read(
            place, values.get(PAGES_FIELD, ""), request, show=show, known=way.known
        )
        answer = document_of(_name(values), parts)
        return Outcome(answer, parts.trouble, parts, max(1, parts.done))

    def so_far(self, values: Values, parts: Parts[Any]) -> ReadDocument | None:
        """The pages that were read."""
        return document_of(_name(values), parts)

    def kept(self, answer: ReadDocument) -> Any:
        """The answers as they came, each with the number of its page."""
        pages = [{"page": one.number, "answer": one.answer.as_sent()} for one in answer.pages]
        return {"name": answer.name, "asked": answer.asked, "pages": pages}

    def restored(self, values: Values, kept: Any) -> ReadDocument:
        """The document of what was kept."""
        del values
        try:
            pages = [
                ReadPage(int(one["page"]), ParseResponse.model_validate(one["answer"]))
                for one in kept["pages"]
            ]
            missing = [None] * max(0, int(kept["asked"]) - len(pages))
            return document_of(str(kept["name"]), Parts((*pages, *missing)))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no pages: {error!r}") from error

    def raw(self, run: Run[ReadDocument]) -> Any:
        """The answer of the server; of several pages, each with its number."""
        if run.answer.asked == 1 and run.answer.pages:
            return run.answer.pages[0].answer.as_sent()
        return self.kept(run.answer)["pages"]

    # --- what came

    def make_page(self, name: str) -> Widget:
        """A text, or a list."""
        return MarkdownPage() if name == _MARKDOWN else BlocksPage()

    async def fill_page(self, name: str, run: Run[ReadDocument]) -> None:
        """Show what was read."""
        page = self.answer.body(name)
        if isinstance(page, MarkdownPage):
            page.show(await asyncio.to_thread(_chapters, run.answer))
        elif isinstance(page, BlocksPage):
            blocks = await asyncio.to_thread(blocks_of, run.answer)
            page.show_blocks(blocks, "" if blocks else _NOTHING)

    def told_of(self, run: Run[ReadDocument]) -> list[str]:
        """How much was read, before what it was billed."""
        return [run.answer.told, *super().told_of(run)]

    @on(BlocksPage.CopyAsked)
    def _copy_block(self, event: BlocksPage.CopyAsked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)

    # --- as a file, and beside another

    def formats(self, run: Run[ReadDocument]) -> tuple[Format, ...]:
        """As Markdown, too."""
        markdown = Format("md", "Markdown", lambda: (plain(run.answer.markdown), "\n"))
        return (markdown, *super().formats(run))

    def sheet(self, run: Run[ReadDocument]) -> Sheet:
        """A row for each block."""
        return sheet_of(run.answer)

    def compare(self, before: Run[ReadDocument], after: Run[ReadDocument]) -> Comparison:
        """Page by page, how much alike the texts are."""
        return compared(before.answer, after.answer)


def _name(values: Values) -> str:
    """What the document is called: the last part of its path or address."""
    return values[FILE].rstrip("/").rpartition("/")[2]


def _chapters(document: ReadDocument) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            id=str(page.number),
            text=page.markdown,
            title=f"Page {page.number}" if document.asked > 1 else "",
            note=_CUT if page.answer.cut_off else ("" if page.markdown.strip() else EMPTY),
            markdown=page.shown,
        )
        for page in document.pages
    )

"""What was read on pages."""

from __future__ import annotations

from typing import Any

from cohere_tui.models.meta import Meta
from cohere_tui.models.parse import ParseResponse
from cohere_tui.state.playground.page_blocks import Place, blocks_of
from cohere_tui.state.playground.read_pages import ReadDocument, ReadPage

BOX = {"top_left_x": 100, "top_left_y": 200, "bottom_right_x": 400, "bottom_right_y": 600}
PART = {"top_left_x": 0.25, "top_left_y": 0.2, "bottom_right_x": 1, "bottom_right_y": 0.6}
IMAGE = {
    "id": "img-0",
    "description": "A *mill*",
    "category": "logo",
    "bounding_box": BOX,
    "bounding_box_normalized": PART,
}
TABLE = "<table><tr><th>Day</th></tr><tr><td>Mon</td></tr></table>"


def page(number: int, **what: Any) -> ReadPage:
    answer = {"id": f"p{number}", "pages": [what], "finish_reason": what.pop("finish", "COMPLETE")}
    return ReadPage(number, ParseResponse.model_validate(answer))


def document(*pages: ReadPage, asked: int = 0) -> ReadDocument:
    return ReadDocument("tides.pdf", pages, asked or len(pages), Meta())


MARKDOWN = page(
    1, type="markdown", markdown={"content": "# Tides\n\n![A *mill*](img-0)", "images": [IMAGE]}
)
BLOCKS = page(
    3,
    type="blocks",
    finish="MAX_TOKENS",
    blocks=[
        {"type": "text", "text": {"content": "Two\nlines"}},
        {"type": "image", "image": IMAGE},
        {"type": "table", "table": {"type": "html", "html": TABLE, "title": "Tides"}},
        {"type": "seal", "text": None},
    ],
)


def test_markdown_as_it_was_read_and_as_it_is_shown() -> None:
    assert MARKDOWN.markdown == "# Tides\n\n![A *mill*](img-0)"
    assert MARKDOWN.shown == "# Tides\n\n\\[logo img-0: A \\*mill\\*\\]"
    assert BLOCKS.markdown == f"Two\nlines\n\n![A *mill*](img-0)\n\nTides\n\n{TABLE}"
    assert "| Day |" in BLOCKS.shown
    assert "<table>" not in BLOCKS.shown


def test_a_document() -> None:
    read = document(MARKDOWN, BLOCKS, asked=3)
    assert read.markdown == f"{MARKDOWN.markdown}\n\n---\n\n{BLOCKS.markdown}"
    assert read.told == "2 of 3 pages, 10 words"
    assert read.cut == (3,)
    assert document(page(1, type="markdown")).told == "0 words"


def test_blocks_say_what_and_where_they_are() -> None:
    whole, picture, text, image, table, newer = blocks_of(document(MARKDOWN, BLOCKS))
    assert (whole.id, whole.kind, whole.place) == ("1.1", "markdown", None)
    assert (picture.kind, picture.name, picture.category) == ("image", "img-0", "logo")
    assert (text.id, text.line) == ("3.1", "Two lines")
    assert image.place == Place(0.25, 0.2, 1, 0.6)
    assert image.place.told == "25%, 20% to 100%, 60%"
    assert image.shape == 1000 / 400
    assert (table.kind, table.name, table.text) == ("table", "Tides", "| Day |\n| --- |\n| Mon |")
    assert (newer.kind, newer.line) == ("seal", "")


def test_boxes_that_make_no_sense() -> None:
    odd = {"top_left_x": 2, "top_left_y": -1, "bottom_right_x": 0.5, "bottom_right_y": "?"}
    turned = {"top_left_x": 0.9, "top_left_y": 1.5, "bottom_right_x": 0.1, "bottom_right_y": 0}
    blocks = [
        {"type": "image", "image": {"id": "a", "bounding_box_normalized": odd}},
        {"type": "image", "image": {"id": "b", "bounding_box_normalized": turned}},
        {"type": "image", "image": {"id": "c", "bounding_box": BOX}},
    ]
    first, second, third = blocks_of(document(page(1, type="blocks", blocks=blocks)))
    assert (first.place, third.place) == (None, None)
    assert (second.place, second.shape) == (Place(0.1, 0, 0.9, 1), 0)

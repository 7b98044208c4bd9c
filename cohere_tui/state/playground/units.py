"""What an answer is billed, in words (API.md 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.state.naming import count

if TYPE_CHECKING:
    from cohere_tui.models.meta import Meta

_NOUNS = {
    "input_tokens": ("input token", ""),
    "output_tokens": ("output token", ""),
    "search_units": ("search unit", ""),
    "classifications": ("classification", ""),
    "images": ("image", ""),
    "image_tokens": ("image token", ""),
    "pages": ("page", ""),
    "text_tokens": ("text token", ""),
}


def units_of(meta: Meta) -> tuple[str, ...]:
    """`480 input tokens`, and so on; empty where the server does not say."""
    found = ((name, getattr(meta.billed, name)) for name in _NOUNS)
    return tuple(count(number, *_NOUNS[name]) for name, number in found if number)

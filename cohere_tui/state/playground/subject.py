"""What a run was about, in a few words: how it is found again among others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cohere_tui.state.form import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohere_tui.state.form import Field

_ENOUGH: Final = 400
"""Characters: no list has room for more."""


def subject(fields: tuple[Field, ...], values: Mapping[str, str]) -> str:
    """The first text or file that was asked about. Of a file its name comes before its folder."""
    for field in fields:
        text = " ".join(values.get(field.name, "")[:_ENOUGH].split())
        if text and field.kind is Kind.TEXTS:
            return text
        if text and field.kind is Kind.PATH:
            return _name_first(values[field.name].strip())
    return ""


def _name_first(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{name}  {folder}{slash}" if slash and name else path

"""What answers say about themselves: version, billing, tokens, warnings (API.md 6.2, 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AliasPath, Field

from cohere_tui.models.wire import Event, Flag, OrElse, Whole, Word, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Billed(Event):
    """What an answer costs, in the units it is billed in; None for what does not apply."""

    input_tokens: Whole = None
    output_tokens: Whole = None
    search_units: Whole = None
    classifications: Whole = None
    images: Whole = None
    image_tokens: Whole = None
    pages: Whole = None
    text_tokens: Whole = None


class Meta(Event):
    """`meta` of an answer; everything may be missing."""

    version: Word = Field("", validation_alias=AliasPath("api_version", "version"))
    is_deprecated: Flag = Field(None, validation_alias=AliasPath("api_version", "is_deprecated"))
    is_experimental: Flag = Field(
        None, validation_alias=AliasPath("api_version", "is_experimental")
    )
    billed: Annotated[Billed, OrElse(Billed())] = Field(Billed(), validation_alias="billed_units")
    input_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "input_tokens"))
    output_tokens: Whole = Field(None, validation_alias=AliasPath("tokens", "output_tokens"))
    cached_tokens: Whole = None
    warnings: Words = ()

    def as_sent(self) -> dict[str, Any]:
        """As it stood in the answer, as far as it was taken over."""
        groups = {
            "api_version": ("version", "is_deprecated", "is_experimental"),
            "tokens": ("input_tokens", "output_tokens"),
        }
        found = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        sent = {
            group: {name: found.pop(name) for name in names if name in found}
            for group, names in groups.items()
        }
        sent["billed_units"] = found.pop("billed", {})
        return {name: value for name, value in {**sent, **found}.items() if value}


def together(metas: Iterable[Meta]) -> Meta:
    """What several answers to one large question say: units and tokens added up."""
    every = tuple(metas)
    if not every:
        return Meta()
    billed = tuple(meta.billed for meta in every)
    units = {name: _sum([getattr(one, name) for one in billed]) for name in Billed.model_fields}
    tokens = {
        name: _sum([getattr(meta, name) for meta in every])
        for name in ("input_tokens", "output_tokens", "cached_tokens")
    }
    warnings = tuple(dict.fromkeys(text for meta in every for text in meta.warnings))
    return every[0].model_copy(update={**tokens, "billed": Billed(**units), "warnings": warnings})


def _sum(counts: Sequence[int | None]) -> int | None:
    """None where nobody counted."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None

"""What an answer costs, and what tokens would cost: prices are the person's own (DESIGN 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from cohere_tui.models.meta import Billed

_MILLION: Final = 1_000_000
_AS_INPUT: Final = ("input_tokens", "text_tokens")
"""Two names of the same: the first that is there counts (GAPS 3.28)."""
_WITHOUT_PRICE: Final = ("search_units", "classifications", "images", "image_tokens", "pages")
"""Units that a price per million tokens says nothing about."""


class Price(Protocol):
    """What a model costs, in US dollars per million tokens; None where it is not known."""

    @property
    def input(self) -> float | None:
        """Of what is sent."""

    @property
    def output(self) -> float | None:
        """Of what is written."""


def money(dollars: float) -> str:
    """An amount with as many digits as say something: `$12.50`, `$0.0021`, `under $0.000001`."""
    if dollars >= 0.995:
        return f"${dollars:,.2f}"
    if dollars == 0:
        return "$0"
    if dollars < 0.000_000_95:
        return "under $0.000001"
    digits = next(places for places in range(2, 8) if dollars >= 0.995 * 10 ** (1 - places))
    return f"${dollars:.{digits}f}"


def rate_of(dollars: float) -> str:
    """A price as it was set, with all its digits, and with cents: `$2.50`, `$0.0375`."""
    digits = f"{dollars:,.10f}".rstrip("0")
    return f"${max(digits, f'{dollars:,.2f}', key=len)}"


def tokens_cost(tokens: int, dollars_per_million: float) -> str:
    """What so many tokens cost."""
    return money(tokens * dollars_per_million / _MILLION)


def cost(billed: Billed, price: Price | None) -> str:
    """The money of an answer: `$0.0021`; empty where no part of it has a price.

    `at least $0.0021` where some of what is billed has none: search units, images, or the tokens
    of a side that the settings do not price.
    """
    if price is None:
        return ""
    dollars, known, unknown = 0.0, False, any(getattr(billed, one) for one in _WITHOUT_PRICE)
    given = next((n for one in _AS_INPUT if (n := getattr(billed, one)) is not None), None)
    for count, rate in ((given, price.input), (billed.output_tokens, price.output)):
        if count is None:
            continue
        if rate is None:
            unknown = unknown or count > 0
        else:
            dollars, known = dollars + max(0, count) * rate / _MILLION, True
    if not known:
        return ""
    return f"at least {money(dollars)}" if unknown else money(dollars)


def how_to_price(model: str) -> str:
    """How to tell the app what a model costs, as lines of config.toml."""
    name = model.replace("\\", "\\\\").replace('"', '\\"') or "MODEL"
    return f'[prices."{name}"]\ninput = 0.0\noutput = 0.0'

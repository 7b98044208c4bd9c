"""Money: of answers, by the prices of the settings."""

from __future__ import annotations

import tomllib

import pytest

from cohere_tui.config.values import Price
from cohere_tui.models.meta import Billed
from cohere_tui.state.playground.cost import cost, how_to_price, money, tokens_cost

COMMAND = Price(input=2.5, output=10.0)


@pytest.mark.parametrize(
    ("dollars", "said"),
    [
        (0, "$0"),
        (1234.5, "$1,234.50"),
        (1, "$1.00"),
        (0.996, "$1.00"),
        (0.5, "$0.50"),
        (0.0213, "$0.021"),
        (0.0099999, "$0.010"),
        (0.0021, "$0.0021"),
        (0.000_001, "$0.0000010"),
        (0.000_000_4, "under $0.000001"),
    ],
)
def test_amounts_have_the_digits_that_say_something(dollars: float, said: str) -> None:
    assert money(dollars) == said


@pytest.mark.parametrize(
    ("billed", "price", "said"),
    [
        (Billed(input_tokens=1_000, output_tokens=100), COMMAND, "$0.0035"),
        (Billed(input_tokens=0), COMMAND, "$0"),
        (Billed(text_tokens=1_000), COMMAND, "$0.0025"),
        (Billed(input_tokens=1_000, text_tokens=1_000), COMMAND, "$0.0025"),
        (Billed(input_tokens=1_000, search_units=1), COMMAND, "at least $0.0025"),
        (Billed(input_tokens=1_000, search_units=0), COMMAND, "$0.0025"),
        (Billed(input_tokens=1_000, output_tokens=5), Price(input=2.5), "at least $0.0025"),
        (Billed(input_tokens=1_000, output_tokens=0), Price(input=2.5), "$0.0025"),
        (Billed(search_units=1), COMMAND, ""),
        (Billed(input_tokens=1_000), Price(), ""),
        (Billed(), COMMAND, ""),
        (Billed(input_tokens=1_000), None, ""),
    ],
)
def test_an_answer_costs_what_its_units_cost(
    billed: Billed, price: Price | None, said: str
) -> None:
    assert cost(billed, price) == said


def test_what_tokens_would_cost() -> None:
    assert tokens_cost(1_000, 2.5) == "$0.0025"


def test_how_to_set_a_price_is_what_the_settings_read() -> None:
    name = 'mine "x" \\1'
    assert tomllib.loads(how_to_price(name)) == {"prices": {name: {"input": 0.0, "output": 0.0}}}

"""What is written about the sandbox is complete."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from cohere_tui.cli import SANDBOX_HELP, SANDBOX_KEYS
from cohere_tui.sandbox.control import ROUTES
from cohere_tui.sandbox.knobs import Fault, Knobs

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
PAGE = (ROOT / "docs" / "sandbox.md").read_text()
OPTIONS = {
    "tokens_per_second": "--rate",
    "latency_s": "--latency",
    "speed": "--speed",
    "cut_after_events": "--cut",
    "keys": "--keys",
    "retired": "--retired",
}


@pytest.mark.parametrize("knob", [field.name for field in dataclasses.fields(Knobs)])
def test_every_knob_is_an_option_or_on_its_page(knob: str) -> None:
    assert OPTIONS.get(knob, "") in SANDBOX_HELP
    assert knob in OPTIONS or f"`{knob}`" in PAGE


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Fault)])
def test_every_part_of_a_fault_is_on_the_page(name: str) -> None:
    assert f'"{name}"' in PAGE


@pytest.mark.parametrize("option", re.findall(r"^  (--[a-z-]+)", SANDBOX_HELP, re.MULTILINE))
def test_every_option_is_in_the_readme(option: str) -> None:
    assert option == "--help" or option in README


def test_every_route_of_its_own_and_the_variable_are_told() -> None:
    assert SANDBOX_KEYS in README
    assert all(f"`GET {route.path}`" in PAGE or f"`POST {route.path}`" in PAGE for route in ROUTES)

"""What the environment tells about the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cohere_tui.terminal.abilities import TRUE_COLOUR, Abilities

NUMBERS = {None: 0, "standard": 16, "256": 256, "truecolor": TRUE_COLOUR}


@pytest.mark.parametrize("colorterm", ["", "truecolor", "24bit", "yes"])
@pytest.mark.parametrize(
    "term",
    ["xterm-256color", "tmux-256color", "screen", "xterm", "linux", "vt100", "dumb", "xterm-kitty",
     "xterm-16color", ""],
)  # fmt: skip
def test_colours_are_those_the_screen_is_drawn_with(term: str, colorterm: str) -> None:
    environ = {"TERM": term, "COLORTERM": colorterm}
    console = Console(file=io.StringIO(), force_terminal=True, _environ=environ)
    assert Abilities.of(environ, "linux").colours == NUMBERS[console.color_system]


@pytest.mark.parametrize(("chosen", "number"), [("truecolor", TRUE_COLOUR), ("standard", 16)])
def test_a_chosen_colour_system_wins(chosen: str, number: int) -> None:
    environ = {"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": chosen}
    assert Abilities.of(environ).colours == number


@pytest.mark.parametrize(
    ("environ", "signs"),
    [
        ({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}, True),
        ({"TERM": "xterm-256color", "LANG": "C.utf8"}, True),
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8", "LC_ALL": "C"}, False),
        ({"TERM": "xterm-256color", "LC_CTYPE": "de_DE.ISO-8859-1"}, False),
        ({"TERM": "xterm-256color", "LANG": "de_DE"}, False),
        ({"TERM": "linux", "LANG": "de_DE.UTF-8"}, False),
        ({"TERM": "linux-16color", "LANG": "de_DE.UTF-8"}, False),
        ({"TERM": "vt100", "LANG": "de_DE.UTF-8"}, False),
        ({"TERM": "dumb", "LANG": "de_DE.UTF-8"}, False),
    ],
)
def test_signs_beyond_ascii_need_locale_and_terminal(environ: dict[str, str], signs: bool) -> None:
    assert Abilities.of(environ, "linux").signs is signs


def test_where_it_runs_is_told() -> None:
    plain = Abilities.of({"TERM": "xterm"}, "linux")
    assert not (plain.tmux)
    assert not (plain.screen)
    assert not (plain.ssh)
    assert not (plain.slow)
    assert not (plain.no_color)
    full = {
        "TMUX": "/t,1,0",
        "STY": "1.x",
        "SSH_TTY": "/dev/pts/1",
        "NO_COLOR": "",
        "COHERE_TUI_SLOW": "1",
    }
    told = Abilities.of(full, "linux")
    assert told.tmux
    assert told.screen
    assert told.ssh
    assert told.slow
    assert told.no_color
    assert not Abilities.of({"COHERE_TUI_SLOW": "0"}).slow

"""What a terminal is told, and by which sequence."""

from __future__ import annotations

import base64

import pytest

from cohere_tui.terminal.notices import BELL, notice

XTERM = {"TERM": "xterm-256color"}
ITERM = {**XTERM, "TERM_PROGRAM": "iTerm.app"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (ITERM, "\x1b]9;cohere-tui: done\x07"),
        ({**XTERM, "WEZTERM_PANE": "0"}, "\x1b]9;cohere-tui: done\x07"),
        ({**XTERM, "VTE_VERSION": "7600"}, "\x1b]777;notify;cohere-tui;done\x07"),
        (XTERM, BELL),
        ({"TERM": "linux", "WEZTERM_PANE": "0"}, BELL),
        ({}, BELL),
    ],
)
def test_each_terminal_is_told_in_its_own_way(environ: dict[str, str], expected: str) -> None:
    assert notice("done", environ) == expected


def test_kitty_gets_a_title_and_a_body_that_hold_any_letters() -> None:
    code = notice("Fertig: „Mühle“", {"TERM": "xterm-kitty"})
    body = base64.b64encode("Fertig: „Mühle“".encode()).decode()
    assert code.count("\x1b]99;i=cohere-tui:e=1") == 2
    assert code.endswith(f":d=1:p=body;{body}\x07")


def test_tmux_hands_it_on_where_it_may_and_always_hears_the_bell() -> None:
    code = notice("done", {**ITERM, "TMUX": "/tmp/x"})
    assert code == "\x1bPtmux;\x1b\x1b]9;cohere-tui: done\x07\x1b\\" + BELL
    assert notice("done", {**XTERM, "TMUX": "/tmp/x"}) == BELL
    assert notice("done", {**ITERM, "STY": "1.x"}) == "\x1bP\x1b]9;cohere-tui: done\x07\x1b\\\a"


@pytest.mark.parametrize("environ", [ITERM, {**XTERM, "VTE_VERSION": "1"}])
def test_the_text_cannot_break_out(environ: dict[str, str]) -> None:
    code = notice("a\x07\x1b]0;evil\x1b\\\n\x9cb;c" + "x" * 5_000, environ)
    inner = code[2:-1]
    assert not set("\x07\x1b\x9c\n") & set(inner)
    assert len(code) < 200
    assert inner.count(";") == 3

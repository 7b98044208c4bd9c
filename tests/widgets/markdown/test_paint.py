from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohere_tui.widgets.markdown.block import Code, CodeLine
from cohere_tui.widgets.markdown.document import Document
from cohere_tui.widgets.markdown.grown import Grown
from cohere_tui.widgets.markdown.paint import Painter
from cohere_tui.widgets.markdown.styles import NAMES

SAMPLES = {
    "python": (
        'def f(x: int) -> str:\n    """A text\n    over lines."""\n    return f"{x} # no"  # yes\n'
    ),
    "c": "/* a comment\n   goes on */\nint main(void) { return 0x1F; } // end\n",
    "javascript": "const s = `a\n${b}`;\n/* x\ny */ let z = /re/g;\n",
    "sh": 'for f in *.txt; do\n  echo "$f" # comment\ndone\n',
    "json": '{"a": [1, true, null],\n "b": "c"}\n',
    "html": "<p class='x'>\n<!-- a\nb --> text</p>\n",
    "sql": "select 'a\nb' from t -- comment\n",
    "rust": 'fn main() {\n    /* a\n    b */ println!("x");\n}\n',
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
    "yaml": "a:\n  - b: |\n      text\n    c: 1\n",
    "http": "GET / HTTP/1.1\nHost: x\n\n{}\n",
    "sml": "val x = 1 (* a\nb *)\n",
    "no such language": "just text\n",
    "": "nothing said\n",
}


def _code(text: str, *, live: bool = False) -> Code:
    lines = [CodeLine(line, -1) for line in text.split("\n")[:-1]]
    return Code(Grown.of(lines), "", live, Painter(""))


@pytest.mark.parametrize("language", SAMPLES)
def test_colours_change_no_text(language: str) -> None:
    text = SAMPLES[language]
    for live in (True, False):
        painted = Painter(language).paint(_code(text, live=live))
        assert ["".join(run.text for run in line) for line in painted] == text.split("\n")[:-1]
        assert {run.style for line in painted for run in line} <= NAMES


@pytest.mark.parametrize(
    "language", ["python", "c", "javascript", "sh", "json", "html", "rust", "diff"]
)
def test_code_read_line_by_line_is_coloured_like_code_read_whole(language: str) -> None:
    text = SAMPLES[language] * 2
    assert Painter(language).paint(_code(text, live=True)) == Painter(language).paint(_code(text))


@given(st.sampled_from(sorted(SAMPLES)), st.text(max_size=80).map(lambda text: text + "\n"))
def test_any_code_can_be_coloured(language: str, text: str) -> None:
    for live in (True, False):
        painted = Painter(language).paint(_code(text, live=live))
        assert "\n".join("".join(run.text for run in line) for line in painted) == text[:-1]


def test_a_comment_that_opened_lines_ago_is_still_one() -> None:
    document = Document()
    document.extend("```c\n/* it begins\n")
    for _ in range(50):
        document.extend("int x = 1;\n")
    document.extend("still */ int y")
    content = document.blocks[0].content
    assert isinstance(content, Code)
    painted = content.painter.paint(content)
    assert {run.style for run in painted[40]} == {"fence.comment"}
    assert {run.style for run in painted[-1]} >= {"fence.comment", "fence.builtin"}


def test_each_line_is_read_once_while_more_come(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    usual = Painter._advance

    def advance(painter: Painter, code: Code) -> None:
        known = len(painter._lines)
        usual(painter, code)
        read.extend(["line"] * (len(painter._lines) - known))

    monkeypatch.setattr(Painter, "_advance", advance)
    document = Document()
    document.extend("```python\n")
    for number in range(100):
        document.extend(f"x = {number}\n")
        growing = document.blocks[0].content
        assert isinstance(growing, Code)
        growing.painter.paint(growing, max(0, number - 1))
    assert 90 < len(read) <= 100


def test_a_line_without_end_stays_plain() -> None:
    painted = Painter("python").paint(_code("x = 1;" * 999 + "\n", live=True))
    assert {run.style for run in painted[0]} == {"fence"}


def test_a_sign_in_a_string_or_a_remark_opens_no_comment() -> None:
    text = 'char *s = "/*"; // see /* here\nint x;\n'
    painted = Painter("c").paint(_code(text, live=True))
    assert {run.style for run in painted[1]} == {"fence.builtin", "fence"}


def test_runs_of_code_know_their_places() -> None:
    text = "Text\n\n> ```py\n> x = 'y'\n> ```\n"
    content = Document.of(text).blocks[1].content
    assert isinstance(content, Code)
    for run in content.painter.paint(content)[0]:
        assert text.startswith(run.text, run.at)

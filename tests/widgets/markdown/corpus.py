"""Texts to try Markdown on: all the answers among the fixtures, and hard ones."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.widgets.markdown.block import Block, Code, Run, Table, Words
from cohere_tui.widgets.markdown.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parents[2] / "fixtures"

HARD = {
    "nested lists with fences": """\
1. First, do this:

   ```sh
   cd /tmp
     ls -la
   ```

   and then
   - a nested one
     with a lazy
   line
     - deeper

       ~~~
       fence without a name
       ~~~
2. Second
10. Tenth
3) another list

- [ ] to do
- [x] done, *really*
- loose

- now
  > quoted **in** a list
  > - list in that quote
  >
  >   and a paragraph
""",
    "tables": """\
| Part | Since | Note |
|:-----|------:|:----:|
| wheel | 1801 | `a|b` **x** |
| pool \\| pond | 1792 |
| a | b | c | d |
no pipe at all

Not | a table
--- but text

a | b
--|--
`1 \\| 2` | [x](http://y)
> ends it

| 短 | 表 |
|---|---|
| 日本語のとても長いセル | 👩‍👩‍👧 |
""",
    "headings": """\
# One
Title
===
Two
lines of it
---
Text
- - -
## Closed ##
###
#not a heading
####### nor this
Trailing \\
break and
another
***
""",
    "quotes": """\
> one
lazy two
> three
>
> > nested
still nested
> - item
not in the item

> # heading
>     code
> ```
> fence
text after a fence that the end of the quote closed
""",
    "html": """\
<div>
<p>Not *markup*</p>

</div>
Text with <b>tags</b> and <br> and a comment <!-- here -->.

<script>alert(1)</script>
""",
    "reference links": """\
See [the paper][1] and [Carew] and ![an image][img].

[1]: https://example.com/a "A title"
[carew]: <https://example.com/b>
'over
two lines'
[img]:
  https://example.com/i.png

Again [Carew][], [nothing], and [1].

> [inner]: /in-a-quote

And [inner]. [late]

[late]: /late
""",
    "definitions one after the other": "\n".join(f"[{n}]: /u{n}" for n in range(9)) + "\n\n[3] [9]",
    "unclosed fence": "Text\n\n```python\ndef f():\n    return '''\n\n  # still\n",
    "unclosed emphasis": "**bold never closed, `code neither, [link (nor this",
    "emphasis": (
        "***both*** *a **b** c* __x__ snake_case_name 5 * 3 * 2 ~~gone~~ ~5 **a*b**c* \\*no\\*"
    ),
    "entities": "AT&amp;T &copy; &#x1F600; &#0; &nosuch; a\\&b",
    "links": (
        "<https://a.b/c> [a *b* `c`](http://x 'title') [![i](s.png)](t) [x](javascript:alert(1)) "
        "[n [e] sted](u) ![alt *a*](v) <a@b.c> [](empty)"
    ),
    "indented code": (
        "    one\n\n\n    two\n      three\n\n    \nnot code\n\n\tfour\n- \tfive\n\n      six\n"
    ),
    "tabs": "-\ta\n\tb\n\n1.\tx\n\n\t\tcode\n\n>\tq\n>\t- z\n\n\t```\n\tnot a fence\n",
    "rules": "***\n---\n___\n* * *\n- - - -\n-\n--\n",
    "empty items": "-\n\n  not in it\n- \n-   a\n*\n+\n  b\n1.\n2. x\n",
    "scripts": (
        "日本語の文章です。「引用」、とても長い。 한국어 텍스트 \u200fعربي نص\u200e "
        "e\u0301a\u0308 👩‍💻👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ﷽"
    ),
    "hard breaks": "two spaces  \nbackslash\\\n  and indented   \nend\\",
    "controls": "a\x1b[31mred\x07 \x00 \u202egnp.exe\u202c \x85x\u2028y\ufffe \ud800",
    "line ends": "one\r\ntwo\rthree\n\r\n# four\r\n\r\n```\r\ncode\r\n```\r- a\r- b\r\n",
    "math": "Inline $a_b * c_d$ and\n$$\n\\sum_{i=0}^n x_i\n$$\n",
    "one long line": ("word " * 700).strip(),
    "long and bold": " ".join(f"**b{n}** and `c{n}` _it_ 5 * 3 [l](u{n})" for n in range(70)),
    "long and wrapped": "\n".join(
        "A line of *hard* wrapped text, number " + str(n) for n in range(90)
    ),
    "long, then a heading": "word " * 400 + "\n===\n\ntext",
    "long, then a table": "word " * 300 + "\n| a | b |\n|--|--|\n| c | d |\n",
    "long quote": "\n".join(f"> line {n} of a quote" for n in range(99)) + "\nlazy\n\nend",
    "blank": "\n\n   \n\t\n",
    "empty": "",
}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("text", "thinking") and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _streamed(path: Path) -> str:
    texts: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("data: {"):
            try:
                texts += _texts(json.loads(line[6:]))
            except ValueError:
                continue  # some of them are noise on purpose
    return "".join(texts)


def answers() -> dict[str, str]:
    """The texts of all v2 chat answers among the fixtures, by name."""
    found: dict[str, str] = {}
    for path in sorted((FIXTURES / "responses").glob("v2_chat*.json")):
        found[path.name] = "\n\n".join(_texts(json.loads(path.read_text(encoding="utf-8"))))
    for path in sorted((FIXTURES / "streams").glob("v2_chat*.sse")):
        found[path.name] = _streamed(path)
    return found


def corpus() -> dict[str, str]:
    """The hard ones, all of those in one, and all the answers in one."""
    return {
        **HARD,
        "everything": "\n\n".join(HARD.values()),
        "answers": "\n\n".join(answers().values()),
    }


def chunks(text: str, seed: int, most: int = 12) -> Iterator[str]:
    """`text` in random chunks of up to `most` characters, the same ones for the same seed."""
    dice = random.Random(seed)
    start = 0
    while start < len(text):
        length = dice.randint(1, most)
        yield text[start : start + length]
        start += length


def grown(text: str, seed: int, most: int = 12) -> Document:
    """The document of `text` as it comes in chunks, not finished."""
    document = Document()
    for chunk in chunks(text, seed, most):
        document.extend(chunk)
    return document


def shape(block: Block) -> object:
    """All that a block is, no matter in which steps it grew."""
    content: object = block.content
    if isinstance(block.content, Words):
        content = (block.content.level, joined(list(block.content.parts)))
    elif isinstance(block.content, Code):
        content = (block.content.info, block.content.open, list(block.content.parts))
    elif isinstance(block.content, Table):
        content = (block.content.head, block.content.aligns, list(block.content.parts))
    place = (block.start, block.end, block.path, block.fresh, block.gap)
    return block.kind, place, content, block.source


def joined(runs: list[Run]) -> list[Run]:
    """Runs that follow one another in the source in the same style as one."""
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last and _follows(last, run):
            text = last.text + run.text
            result[-1] = Run(text, run.style, last.at, len(text), run.url)
        else:
            result.append(run)
    return result


def _follows(last: Run, run: Run) -> bool:
    whole = last.size == len(last.text) and run.size == len(run.text)
    alike = last.style == run.style and last.url == run.url
    return whole and alike and last.at + last.size == run.at


def runs_of(block: Block) -> list[Run]:
    """Every run of text in a block."""
    if isinstance(block.content, Words):
        return list(block.content.parts)
    if isinstance(block.content, Table):
        rows = [block.content.head, *block.content.parts]
        return [run for row in rows for cell in row for run in cell]
    return []

"""A piece of code about a prompt, in the language that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ASKING = frozenset(
    ("code", "function", "script", "program", "snippet", "class", "algorithm", "regex", "query")
)  # fmt: skip


def code(prompt: str, subject: Sequence[str]) -> str:
    """A fenced block about `subject`, or nothing when the prompt asks for no code."""
    said = words(prompt)
    language = next((_NAMES[word] for word in said if word in _NAMES), "")
    if not language and not _ASKING.intersection(said):
        return ""
    language = language or "python"
    about = [
        word for word in subject if word not in _NAMES and word not in _ASKING and word.isascii()
    ]
    return f"```{language}\n{_WRITERS[language](about[:4] or ['answer'])}\n```"


def _snake(about: Sequence[str]) -> str:
    return "_".join(about[:2])


def _camel(about: Sequence[str]) -> str:
    return about[0] + "".join(word.capitalize() for word in about[1:2])


def _list(about: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in about)


def _python(about: Sequence[str]) -> str:
    return f'''from collections import Counter


def {_snake(about)}(text: str) -> dict[str, int]:
    """Count how often each word of interest occurs."""
    wanted = [{_list(about)}]
    seen = Counter(text.lower().split())
    return {{word: seen[word] for word in wanted}}  # missing words count as 0


if __name__ == "__main__":
    print({_snake(about)}("{" ".join(about)}"))'''


def _javascript(about: Sequence[str]) -> str:
    return f"""// Count how often each word of interest occurs.
export function {_camel(about)}(text) {{
  const wanted = [{_list(about)}];
  const seen = text.toLowerCase().split(/\\s+/);
  return Object.fromEntries(wanted.map((word) => [word, seen.filter((w) => w === word).length]));
}}

console.log({_camel(about)}("{" ".join(about)}"));"""


def _typescript(about: Sequence[str]) -> str:
    return _javascript(about).replace("(text)", "(text: string): Record<string, number>", 1)


def _rust(about: Sequence[str]) -> str:
    return f"""/// Counts how often each word of interest occurs.
fn {_snake(about)}(text: &str) -> Vec<(&'static str, usize)> {{
    let wanted = [{_list(about)}];
    wanted
        .into_iter()
        .map(|word| (word, text.split_whitespace().filter(|w| *w == word).count()))
        .collect()
}}

fn main() {{
    println!("{{:?}}", {_snake(about)}("{" ".join(about)}"));
}}"""


def _go(about: Sequence[str]) -> str:
    return f"""package main

import (
\t"fmt"
\t"strings"
)

// {_camel(about)} counts how often each word of interest occurs.
func {_camel(about)}(text string) map[string]int {{
\tseen := map[string]int{{}}
\tfor _, word := range []string{{{_list(about)}}} {{
\t\tseen[word] = strings.Count(text, word)
\t}}
\treturn seen
}}

func main() {{
\tfmt.Println({_camel(about)}("{" ".join(about)}"))
}}"""


def _sql(about: Sequence[str]) -> str:
    return f"""-- How often each word of interest was said, most often first.
SELECT word, COUNT(*) AS times
FROM words
WHERE word IN ({", ".join(f"'{word}'" for word in about)})
GROUP BY word
ORDER BY times DESC;"""


def _bash(about: Sequence[str]) -> str:
    return f"""#!/usr/bin/env bash
# Count how often each word of interest occurs in the files given.
set -euo pipefail

for word in {" ".join(about)}; do
  printf '%-12s %s\\n' "$word" "$(grep -ohiw -- "$word" "$@" | wc -l)"
done"""


def _json(about: Sequence[str]) -> str:
    rows = ",\n".join(f'  "{word}": {len(word)}' for word in about)
    return f"{{\n{rows}\n}}"


def _yaml(about: Sequence[str]) -> str:
    return "words:\n" + "\n".join(f"  - name: {word}\n    letters: {len(word)}" for word in about)


_WRITERS: dict[str, Callable[[Sequence[str]], str]] = {
    "python": _python,
    "javascript": _javascript,
    "typescript": _typescript,
    "rust": _rust,
    "go": _go,
    "sql": _sql,
    "bash": _bash,
    "json": _json,
    "yaml": _yaml,
}
_NAMES = {name: name for name in _WRITERS} | {
    "js": "javascript",
    "ts": "typescript",
    "golang": "go",
    "sh": "bash",
    "shell": "bash",
    "py": "python",
    "postgres": "sql",
}

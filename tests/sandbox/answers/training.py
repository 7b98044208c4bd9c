"""Learns the merges of the sandbox's encoding from `merges_text.txt`.

`python -m tests.sandbox.answers.training` writes them anew. In the text, the words before the line
`===` come in the order of how common they are; what follows counts as it stands.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from cohere_tui.sandbox.answers import bpe

TEXT = Path(__file__).with_name("merges_text.txt")
MERGES = Path(bpe.__file__).with_name("merges.txt")
SIZE = 2_000
"""How many merges are learned."""
_PROSE = 40
"""What an occurrence in the prose counts: more than a rare word of the list."""


def pieces() -> Counter[str]:
    """What is encoded alone, and how often it is to be thought of."""
    words, _, prose = TEXT.read_text("utf-8").partition("===\n")
    found = Counter({piece: _PROSE * count for piece, count in Counter(bpe.cut(prose)).items()})
    for rank, word in enumerate(dict.fromkeys(words.split())):
        weight = 4_000 // (rank + 20) + 2
        found[f" {word}"] += 16 * weight
        found[word] += 2 * weight
        found[word.capitalize()] += 2 * weight
    return found


def learned(size: int = SIZE) -> list[tuple[bytes, bytes]]:
    """The merges, the most useful first."""
    tokens = [bytes([byte]) for byte in range(256)]
    bench = _Bench()
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < size:
        known = set(tokens)
        left, right = max(
            (pair for pair in bench.counts if tokens[pair[0]] + tokens[pair[1]] not in known),
            key=lambda pair: (bench.counts[pair], tokens[pair[0]], tokens[pair[1]]),
        )
        merges.append((tokens[left], tokens[right]))
        bench.merge((left, right), len(tokens))
        tokens.append(tokens[left] + tokens[right])
    return merges


class _Bench:
    """The pieces as they are encoded so far, and how often which tokens are neighbours."""

    def __init__(self) -> None:
        self._pieces = [(list(piece.encode()), count) for piece, count in sorted(pieces().items())]
        self.counts: Counter[tuple[int, int]] = Counter()
        self._where: dict[tuple[int, int], set[int]] = {}
        for number in range(len(self._pieces)):
            self._count(number, 1)

    def merge(self, pair: tuple[int, int], new: int) -> None:
        """Put `new` in the place of each `pair`."""
        for number in sorted(self._where[pair]):
            ids, count = self._pieces[number]
            self._count(number, -1)
            self._pieces[number] = (bpe.put_together(ids, new, {pair: new}), count)
            self._count(number, 1)

    def _count(self, number: int, sign: int) -> None:
        ids, count = self._pieces[number]
        for pair in pairwise(ids):
            self.counts[pair] += sign * count
            places = self._where.setdefault(pair, set())
            if sign > 0:
                places.add(number)
            else:
                places.discard(number)


def written(merges: list[tuple[bytes, bytes]]) -> str:
    """The merges as `merges.txt` holds them."""
    letters = bpe.alphabet()
    lines = (
        " ".join("".join(letters[byte] for byte in half) for half in merge) for merge in merges
    )
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    MERGES.write_text(written(learned()), "utf-8")

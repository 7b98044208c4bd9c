"""Vectors: similar texts get similar ones, the same text the same one in every process.

A text is taken apart into words, pairs of words and letters by threes. Each of these has a fixed
pseudo-random direction of plus and minus ones; the vector is their weighted sum, at unit length.
A shorter vector is the beginning of a longer one, as with the models that know many lengths.
"""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cohere_tui.sandbox.answers.words import keywords, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

Features = Counter[str]
"""What a thing consists of, and how often it has each."""

KINDS = ("float", "int8", "uint8", "binary", "ubinary", "base64")
_HEAVIEST = 60
_MOST_FEATURES = 1000
_MOST_LETTERS = 40
_BLOCK = 64
_LANE_HOLDS = 255
_SPREAD = 32


def embed_text(text: str, dimension: int, space: str = "") -> list[float]:
    """The vector of a text, of unit length; those of different spaces have nothing in common."""
    return embed(text_features(text), dimension, space)


def text_features(text: str) -> Features:
    """What a text consists of. One without words consists of its characters."""
    found = words(text)
    if not found:
        return Counter(f"letter:{letter}" for letter in text or " ")
    about = set(keywords(text))
    features: Features = Counter()
    for word, times in Counter(found).items():
        features[f"word:{stem(word)}"] += (6 if word in about else 1) * times
        if word in about:
            for letters in _threes(f"<{word[:_MOST_LETTERS]}>"):
                features[letters] += times
    features.update(f"pair:{one} {other}" for one, other in pairwise(found))
    return features


def picture_features(data: bytes) -> Features:
    """What a picture consists of, as far as its bytes and its size tell."""
    size = len(data).bit_length()
    features: Features = Counter({f"size:{size}": 4})
    features.update(
        f"block:{hashlib.blake2b(data[at : at + _BLOCK], digest_size=8).hexdigest()}"
        for at in range(0, min(len(data), _BLOCK * _MOST_FEATURES), _BLOCK)
    )
    return features


def embed(features: Features, dimension: int, space: str = "") -> list[float]:
    """The vector of what consists of `features`, of unit length."""
    by_weight: dict[int, list[str]] = {}
    for feature, times in features.most_common(_MOST_FEATURES):
        by_weight.setdefault(_weight(times), []).append(feature)
    total = sum(weight * len(alike) for weight, alike in by_weight.items())
    lanes = sum(
        weight * _sum(alike[at : at + _LANE_HOLDS], dimension, space)
        for weight, alike in by_weight.items()
        for at in range(0, len(alike), _LANE_HOLDS)
    )
    sums = struct.unpack(f"<{dimension}H", lanes.to_bytes(2 * dimension, "little"))
    counted = Counter(sums)
    length = math.sqrt(sum((2 * one - total) ** 2 * times for one, times in counted.items()))
    if not length:
        return [1.0] + [0.0] * (dimension - 1)
    scaled = {one: round((2 * one - total) / length, 9) for one in counted}
    return list(map(scaled.__getitem__, sums))


def typed(vector: Sequence[float], kind: str) -> list[float] | list[int] | str:
    """A vector of unit length as one of `KINDS` (API.md 8.1)."""
    match kind:
        case "int8":
            return _bytes(vector, 0)
        case "uint8":
            return _bytes(vector, 128)
        case "ubinary":
            return _bits(vector)
        case "binary":
            return [byte - 128 for byte in _bits(vector)]
        case "base64":
            return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
    return list(vector)


def _bytes(vector: Sequence[float], zero: int) -> list[int]:
    """Whole numbers from -128 to 127, and `zero` more; four standard deviations fill the range."""
    scale = math.sqrt(len(vector)) * _SPREAD
    scaled = {one: min(max(round(one * scale), -128), 127) + zero for one in set(vector)}
    return list(map(scaled.__getitem__, vector))


def _bits(vector: Sequence[float]) -> list[int]:
    """The signs, eight to a byte, the first in the highest bit."""
    signs = "".join("1" if one > 0 else "0" for one in vector)
    return [int(signs[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(signs), 8)]


def _threes(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(len(text) - 2)]


def _weight(times: int) -> int:
    """What comes often counts for more, but not by as much; whole, so that lanes can be added."""
    return min((times * times).bit_length(), _HEAVIEST)


def _sum(features: Sequence[str], dimension: int, space: str) -> int:
    """The directions of a few features added up, in lanes of two bytes."""
    narrow = sum(_direction(feature, dimension, space) for feature in features)
    wide = bytearray(2 * dimension)
    wide[::2] = narrow.to_bytes(dimension, "little")
    return int.from_bytes(wide, "little")


@lru_cache(maxsize=8192)
def _direction(feature: str, dimension: int, space: str) -> int:
    """A large number with a lane of one byte, 0 or 1, for each element of the vector."""
    seed = f"{space}\0{feature}".encode("utf-8", "surrogatepass")
    noise = hashlib.shake_128(seed).digest(dimension)
    return int.from_bytes(noise, "little") & _ones(dimension)


@lru_cache(maxsize=16)
def _ones(dimension: int) -> int:
    return int.from_bytes(b"\1" * dimension, "little")

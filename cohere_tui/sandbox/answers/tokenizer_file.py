"""An encoding as a file of the Hugging Face tokenizers format (API.md 13.2).

With it, programs that tokenize on their own, as the official SDK does, find the ids that
`/v1/tokenize` gives.
"""

from __future__ import annotations

from functools import cache

from cohere_tui.sandbox.answers import bpe
from cohere_tui.sandbox.wire import dumps


@cache
def tokenizer_file(encoding: bpe.Encoding = bpe.NEWEST) -> bytes:
    """The file, the same for all models with that encoding."""
    letters = bpe.alphabet()
    vocabulary = bpe.vocabulary(encoding)
    names = ["".join(letters[byte] for byte in token) for token in vocabulary.tokens]
    cut = {"type": "Split", "pattern": {"Regex": encoding.pattern}, "behavior": "Isolated"}
    as_bytes = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False}
    as_bytes["use_regex"] = False
    return dumps(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [],
            "normalizer": None,
            "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [{**cut, "invert": False}, as_bytes],
            },
            "post_processor": None,
            "decoder": as_bytes,
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "byte_fallback": False,
                "ignore_merges": False,
                "vocab": {name: number for number, name in enumerate(names)},
                "merges": [[names[left], names[right]] for left, right in vocabulary.made],
            },
        }
    )

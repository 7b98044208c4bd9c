"""Whatever a file has in it, its dataset is validated, skipped or failed: nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.datasets.records import Dataset, Source
from cohere_tui.sandbox.datasets.validation import RULES, SKIPPED, validate

_NAMES = st.sampled_from(
    [
        "text", "label", "query", "relevant_passages", "hard_negatives", "messages", "role",
        "content", "custom_id", "body", "texts", "model", "a",
    ]
)  # fmt: skip
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["User", "Chatbot", "System"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=8,
)
_FILES = (
    st.binary(max_size=200)
    | st.lists(st.dictionaries(_NAMES, _VALUES, max_size=4), max_size=5).map(
        lambda rows: "\n".join(map(json.dumps, rows)).encode()
    )
    | st.lists(st.lists(st.text(max_size=4), max_size=4), max_size=5).map(
        lambda rows: "\n".join(["text,label,query", *map(",".join, rows)]).encode(
            "utf-8", "surrogatepass"
        )
    )
)


@settings(max_examples=200)
@given(
    kind=st.sampled_from([*RULES, *SKIPPED]),
    form=st.sampled_from(["csv", "jsonl", "txt"]),
    data=_FILES,
    skip_malformed=st.booleans(),
    keep_fields=st.lists(st.sampled_from(["a", "text", "é"]), max_size=2),
    optional_fields=st.lists(st.sampled_from(["a", "label"]), max_size=1),
    separator=st.sampled_from(["\n", ",", "a"]),
    delimiter=st.sampled_from([",", "\t", "\0", "é"]),
)
def test_any_file_has_a_verdict(
    kind: str,
    form: str,
    data: bytes,
    skip_malformed: bool,
    keep_fields: list[str],
    optional_fields: list[str],
    separator: str,
    delimiter: str,
) -> None:
    source = Source(split="data", file=f"data.{form}", format=form, size_bytes=len(data))
    dataset = Dataset(
        id="any",
        name="any",
        kind=kind,
        created_at=0,
        size_bytes=len(data),
        sources=[source],
        skip_malformed=skip_malformed,
        keep_fields=keep_fields,
        optional_fields=optional_fields,
        separator=separator,
        delimiter=delimiter,
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / source["file"]).write_bytes(data)
        outcome = validate(dataset, folder, lambda: False)
    assert outcome is not None
    assert outcome.verdict in ("validated", "failed", "skipped")
    assert (outcome.verdict == "failed") == bool(outcome.error)

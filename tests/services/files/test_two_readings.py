"""The check here and the validation of the sandbox are two readings of the same rules.

What is good here has to be good there, with no fewer rows; else an upload would be for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cohere_tui.sandbox.datasets.records import Dataset, Source
from cohere_tui.sandbox.datasets.validation import validate
from tests.services.files.made import GOOD, checked, new

if TYPE_CHECKING:
    from pathlib import Path

    from cohere_tui.models.datasets import NewDataset
    from cohere_tui.sandbox.datasets.validation import Outcome

SMALL = ("embed-input", "batch-chat-v2-input", "chat-finetune-input")
FILES = sorted(key for key in GOOD if key[0] in SMALL)
SNIPPETS = [
    b"", b"\n", b"\r\n", b"\r", b",", b'"', b'""', b" ", b"\t", b"\0", b"\xff", b"\xc3\xa9",
    b"\xc3", b"{", b"}", b"null", b"NaN", b"1e999", b"\\", b'"text": "again"', b"a,b,c\n",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xa8", b"\x85", b"\x0c", b"\x1c",
    b"\xc2\x85", b"\xc2\xa0",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 12), st.sampled_from(SNIPPETS)),
    min_size=1,
    max_size=3,
)


def there(path: Path, wanted: NewDataset) -> Outcome:
    source = Source(
        split="data",
        file=path.name,
        format=path.suffix[1:],
        size_bytes=path.stat().st_size,
    )
    dataset = Dataset(
        id="harbours-7x2k9a",
        name=wanted.name,
        kind=wanted.type,
        created_at=0.0,
        size_bytes=source["size_bytes"],
        sources=[source],
        skip_malformed=bool(wanted.skip_malformed_input),
        keep_fields=list(wanted.keep_fields),
    )
    outcome = validate(dataset, path.parent, lambda: False)
    assert outcome is not None
    return outcome


@settings(max_examples=50)
@given(key=st.sampled_from(FILES), changes=CHANGES, skips=st.booleans())
def test_what_is_good_here_is_good_there(
    tmp_path_factory: pytest.TempPathFactory,
    key: tuple[str, str],
    changes: list[tuple[int, int, bytes]],
    skips: bool,
) -> None:
    kind, form = key
    data = GOOD[key]
    for place, length, snippet in changes:
        start = place % len(data) if data else 0
        data = data[:start] + snippet + data[start + length :]
    # JSON, but more than a double holds; lines that end with CR alone: each server's own affair.
    assume(b"1e999" not in data and not (form == "txt" and b"\r" in data.replace(b"\r\n", b"")))
    folder = tmp_path_factory.mktemp("file")
    wanted = new(kind, skip_malformed_input=skips)
    file = checked(folder, f"data.{form}", data, wanted)
    if file.faults:
        return
    outcome = there(file.path, wanted)
    assert outcome.verdict == "validated", outcome.error
    assert sum(part["num_rows"] for part in outcome.parts) >= file.rows


@pytest.mark.parametrize("key", sorted(GOOD))
@pytest.mark.parametrize("row", [b"nonsense\n", b'{"text": "a", "other": "b"}\n', b"{}\n", b'"a\n'])
def test_a_bad_row_is_seen_by_both(tmp_path: Path, key: tuple[str, str], row: bytes) -> None:
    kind, form = key
    if form == "txt" or (kind.startswith("batch-") and "v2" not in kind):
        pytest.skip("any text is a row; the old batches have no rules there")
    wanted = new(kind)
    file = checked(tmp_path, f"data.{form}", GOOD[key] + row, wanted)
    outcome = there(file.path, wanted)
    if outcome.verdict == "failed":
        assert file.faults
        line = file.faults[0].line
        assert not line or f"line {line}:" in outcome.error
    else:
        assert not file.faults or form == "csv"

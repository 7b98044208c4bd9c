"""Files to check, good ones of every type and whatever bytes a test wants."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cohere_tui.models.datasets import NewDataset
from cohere_tui.services.files.checking import check_now

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cohere_tui.state.checked import CheckedFile


def new(kind: str = "embed-input", **fields: Any) -> NewDataset:
    return NewDataset.of({"name": "harbours", "type": kind, **fields})


def jsonl(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def checked(
    folder: Path,
    name: str,
    data: bytes,
    wanted: NewDataset | None = None,
    *,
    evaluates: bool = False,
) -> CheckedFile:
    path = folder / name
    path.write_bytes(data)
    return check_now(wanted or new(), path, lambda _: None, evaluates=evaluates)


def faults(file: CheckedFile) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in file.faults]


def warnings(file: CheckedFile) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in file.warnings]


def conversation(*roles: str) -> dict[str, Any]:
    return {"messages": [{"role": role, "content": f"says {role}"} for role in roles]}


def request(number: object, **body: Any) -> dict[str, Any]:
    return {"custom_id": f"r{number}", "body": body or {"messages": []}}


def query(number: int) -> dict[str, Any]:
    return {"query": f"q{number}", "relevant_passages": ["yes"], "hard_negatives": ["no"]}


GOOD: dict[tuple[str, str], bytes] = {
    ("embed-input", "csv"): b'text,lang\nCobh,en\n"Kilmore, Quay",en\n',
    ("embed-input", "jsonl"): jsonl({"text": f"t{n}", "lang": "en"} for n in range(3)),
    ("embed-input", "txt"): b"Cobh\n\nKilmore Quay\nDunmore East",
    ("batch-embed-v2-input", "jsonl"): jsonl(request(n, texts=["a"]) for n in range(3)),
    ("batch-chat-v2-input", "jsonl"): jsonl(request(n) for n in range(3)),
    ("batch-chat-input", "jsonl"): jsonl(request(n) for n in range(3)),
    ("batch-openai-chat-input", "jsonl"): jsonl(request(n) for n in range(3)),
    ("chat-finetune-input", "jsonl"): jsonl(
        conversation("System", "User", "Chatbot") for _ in range(2)
    ),
    ("single-label-classification-finetune-input", "csv"): b"text,label\n"
    + b"".join(b"text %d,%s\n" % (n, b"yes" if n % 2 else b"no") for n in range(40)),
    ("single-label-classification-finetune-input", "jsonl"): jsonl(
        {"text": f"t{n}", "label": "yes" if n % 2 else "no"} for n in range(40)
    ),
    ("multi-label-classification-finetune-input", "jsonl"): jsonl(
        {"text": f"t{n}", "label": [["a"], ["b"], ["a", "b"], []][n % 4]} for n in range(40)
    ),
    ("reranker-finetune-input", "jsonl"): jsonl(query(n) for n in range(256)),
}
"""One good file for every type and format that may be uploaded."""

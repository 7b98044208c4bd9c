"""What the wire's values mean to a screen: sources, citations, usage, failures.

The models are named for the type checker only: the state is on screen before pydantic is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cohere_tui.state.parts import Block, Citation, Failure, Source, Usage

if TYPE_CHECKING:
    from cohere_tui.models.answers import Basis, Cited, Used
    from cohere_tui.models.answers_v1 import CitedV1
    from cohere_tui.models.json import JSON
    from cohere_tui.state.pieces import Pieces

_TEXT_KEYS: Final = ("text", "snippet", "content")
_TITLE_KEYS: Final = ("title", "name", "url")

_KIND_OF_SPAN: Final = {"THINKING_CONTENT": "thinking"}

_REASONS: Final = {
    "TIMEOUT": "The server took too long and gave up on this answer.",
    "ERROR_TOXIC": "The server stopped this answer: it found it harmful.",
    "ERROR_LIMIT": "The server stopped this answer: there is more to read than the model takes.",
    "USER_CANCEL": "The server saw this answer as cancelled.",
}
_REMEDIES: Final = {
    "ERROR_TOXIC": "Change the prompt, then send it again.",
    "ERROR_LIMIT": "Shorten the conversation or the documents, then press r.",
    "TOO_MANY_TOKENS": "Shorten the conversation or the documents, then press r.",
}
_AGAIN: Final = "Press r to try again."


def source(basis: Basis) -> Source:
    """What a citation rests on, whatever the shape of the document or tool output."""
    value: JSON = basis.tool_output if basis.document is None else basis.document
    if not isinstance(value, Mapping):
        value = {} if value is None else {"text": value}
    return source_of(basis.type, basis.id, value)


def source_of(kind: str, id_: str, value: Mapping[str, JSON]) -> Source:
    """A source from its fields, which are free; their own `id` counts where `id_` is empty."""
    raw_id = value.get("id")
    return Source(
        kind=kind,
        id=id_ or (raw_id if isinstance(raw_id, str) else ""),
        title=_first_text(value, _TITLE_KEYS),
        text=_first_text(value, _TEXT_KEYS) or _as_json(value),
        raw=value,
    )


def _first_text(value: Mapping[str, JSON], keys: Sequence[str]) -> str:
    texts = (value.get(key) for key in keys)
    return next((text for text in texts if isinstance(text, str) and text), "")


def _as_json(value: Mapping[str, JSON]) -> str:
    shown = {key: one for key, one in value.items() if key not in ("id", *_TITLE_KEYS)}
    return json.dumps(shown, ensure_ascii=False) if shown else ""


def citation(cited: Cited, blocks: Sequence[Block], plan: Pieces) -> Citation:
    """A citation of these `blocks`; the text is cut by the offsets, as the wire's own may be more.

    (GAPS 3.22.) Offsets that lie outside of what has come keep the wire's text.
    """
    kind = cited.type or "TEXT_CONTENT"
    at = -1 if kind == "PLAN" else _cited_block(cited.content_index, kind, blocks)
    whole = blocks[at].text if 0 <= at < len(blocks) else plan
    start, end, text = span(cited, whole)
    return Citation(start, end, text, tuple(source(one) for one in cited.sources), at, kind)


def span(cited: Cited | CitedV1, whole: Pieces) -> tuple[int, int, str]:
    """Start, end and text of the stretch of `whole` that is cited."""
    start = max(cited.start or 0, 0)
    end = max(cited.end or 0, start)
    text = whole.since(start)[: end - start] if start < end <= len(whole) else cited.text
    return start, end, text


def _cited_block(index: int | None, kind: str, blocks: Sequence[Block]) -> int:
    """The block numbered `index`, else the newest of the kind that is cited, else the first."""
    meant = _KIND_OF_SPAN.get(kind, "text")
    by_kind = 0
    for at in range(len(blocks) - 1, -1, -1):
        if index is not None and blocks[at].index == index:
            return at
        if not by_kind and blocks[at].kind == meant:
            by_kind = at
    return by_kind


def usage(used: Used | None) -> Usage | None:
    """The usage, or None when the server said nothing."""
    if used is None:
        return None
    found = Usage(
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        billed_input=used.billed_input,
        billed_output=used.billed_output,
        search_units=used.search_units,
        classifications=used.classifications,
        image_tokens=used.image_tokens,
        cached_tokens=used.cached_tokens,
    )
    return None if found == Usage() else found


def failure(finish: str, error: JSON, error_type: str) -> Failure | None:
    """Why the answer failed, or None when it did not (API.md 5.4)."""
    word = finish.upper()
    if not error and not error_type and not word.startswith("ERROR") and word not in _REASONS:
        return None
    reason = (
        _error_text(error)
        or _REASONS.get(word)
        or f"The server ended this answer with {error_type or word}."
    )
    return Failure(reason, _REMEDIES.get(error_type or word, _AGAIN), error_type=error_type)


def _error_text(error: JSON) -> str:
    if isinstance(error, Mapping):
        message = error.get("message")
        error = message if isinstance(message, str) and message else dict(error)
    if not error or error is True:
        return ""
    return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)

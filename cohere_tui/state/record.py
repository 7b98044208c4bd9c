"""Entries as JSON objects, to be kept.

What has its default is left out; what is missing, unknown or unusable takes its default on loading,
so that older and newer versions of the app can read each other's records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cohere_tui.state import loose
from cohere_tui.state.parts import (
    Block,
    Citation,
    Failure,
    Phase,
    Retrieved,
    Search,
    Source,
    Timing,
    ToolCall,
    Usage,
)
from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import Prompt, ToolResult, Turn, new_id

if TYPE_CHECKING:
    from cohere_tui.models.json import JSON
    from cohere_tui.state.turn import Entry

_USAGE: Final = tuple(Usage.__dataclass_fields__)
_UNREADABLE: Final = Failure(
    "This entry cannot be read: it was kept by another version of the app, or is damaged."
)


def dump(entry: Entry) -> dict[str, JSON]:
    """`entry` as a JSON object with its `kind`: "prompt", "turn" or "tool_result"."""
    if isinstance(entry, Turn):
        return _dump_turn(entry)
    if isinstance(entry, Prompt):
        return {"kind": "prompt", "id": entry.id, "text": entry.text, "at": entry.at}
    return {
        "kind": "tool_result",
        "id": entry.id,
        "call_id": entry.call_id,
        "content": entry.content,
        "at": entry.at,
    }


def load(raw: Mapping[str, JSON]) -> Entry:
    """The entry that `dump` made `raw` of. Never raises.

    A kind that is not known becomes a failed answer that says so.
    """
    entry_id = loose.text(raw, "id") or new_id()
    kind = raw.get("kind")
    if kind == "turn":
        return _load_turn(raw, entry_id)
    at = loose.seconds(raw, "at") or 0.0
    if kind == "prompt":
        return Prompt(entry_id, loose.text(raw, "text"), at)
    if kind == "tool_result":
        return ToolResult(entry_id, loose.text(raw, "call_id"), loose.text(raw, "content"), at)
    return Turn(id=entry_id, phase=Phase.FAILED, failure=_UNREADABLE)


def _filled(fields: Mapping[str, JSON]) -> dict[str, JSON]:
    """Without what is none, false, or an empty text or list; a zero is told."""
    return {
        key: value
        for key, value in fields.items()
        if value is not None and value is not False and value != "" and value != []
    }


def _dump_turn(turn: Turn) -> dict[str, JSON]:
    fields: dict[str, JSON] = {
        "response_id": turn.response_id,
        "model": turn.model,
        "blocks": [
            {"kind": one.kind, **_filled({"text": str(one.text), "open": one.open})}
            for one in turn.blocks
        ],
        "plan": str(turn.plan),
        "calls": [
            _filled(
                {"id": one.id, "name": one.name, "arguments": str(one.arguments), "open": one.open}
            )
            for one in turn.calls
        ],
        "citations": [_dump_citation(one) for one in turn.citations],
        "retrieved": _dump_retrieved(turn.retrieved),
        "usage": None if turn.usage is None else _filled(_numbers(turn.usage)),
        "finish": turn.finish,
        "failure": None if turn.failure is None else _dump_failure(turn.failure),
        "timing": _dump_timing(turn.timing),
        "skipped": turn.skipped,
        "deltas": turn.deltas,
    }
    return {"kind": "turn", "id": turn.id, "phase": turn.phase.value, **_filled(fields)}


def _dump_citation(citation: Citation) -> dict[str, JSON]:
    sources = [_dump_source(one) for one in citation.sources]
    return {
        "kind": citation.kind,
        "start": citation.start,
        "end": citation.end,
        "block": citation.block,
        **_filled({"text": citation.text, "sources": sources}),
    }


def _dump_source(source: Source) -> dict[str, JSON]:
    return {
        "kind": source.kind,
        "raw": dict(source.raw),
        **_filled({"id": source.id, "title": source.title, "text": source.text}),
    }


def _dump_retrieved(retrieved: Retrieved) -> dict[str, JSON] | None:
    filled = _filled(
        {
            "queries": list(retrieved.queries),
            "searches": [
                _filled(
                    {
                        "query": one.query,
                        "connector": one.connector,
                        "documents": list(one.documents),
                        "trouble": one.trouble,
                    }
                )
                for one in retrieved.searches
            ],
            "documents": [_dump_source(one) for one in retrieved.documents.values()],
        }
    )
    return filled or None


def _numbers(usage: Usage) -> dict[str, JSON]:
    return {name: getattr(usage, name) for name in _USAGE}


def _dump_failure(failure: Failure) -> dict[str, JSON]:
    return _filled(
        {
            "reason": failure.reason,
            "remedy": failure.remedy,
            "status": failure.status,
            "trace_id": failure.trace_id,
            "error_type": failure.error_type,
        }
    )


def _dump_timing(timing: Timing) -> dict[str, JSON]:
    return _filled(
        {
            "started": timing.started,
            "first_token_s": timing.first_token_s,
            "thought_s": timing.thought_s,
            "elapsed_s": timing.elapsed_s,
        }
    )


def _load_turn(raw: Mapping[str, JSON], turn_id: str) -> Turn:
    return Turn(
        id=turn_id,
        response_id=loose.text(raw, "response_id"),
        model=loose.text(raw, "model"),
        blocks=tuple(
            Block(
                loose.text(one, "kind", "text"),
                Pieces.of(loose.text(one, "text")),
                loose.flag(one, "open"),
                index,
            )
            for index, one in enumerate(loose.mappings(raw, "blocks"))
        ),
        plan=Pieces.of(loose.text(raw, "plan")),
        calls=tuple(
            ToolCall(
                loose.text(one, "id"),
                loose.text(one, "name"),
                Pieces.of(loose.text(one, "arguments")),
                loose.flag(one, "open"),
                index,
            )
            for index, one in enumerate(loose.mappings(raw, "calls"))
        ),
        citations=tuple(_load_citation(one) for one in loose.mappings(raw, "citations")),
        retrieved=_load_retrieved(loose.mapping(raw, "retrieved")),
        usage=_load_usage(raw),
        finish=loose.text(raw, "finish"),
        phase=_load_phase(raw),
        failure=_load_failure(raw),
        timing=_load_timing(loose.mapping(raw, "timing")),
        skipped=loose.whole(raw, "skipped") or 0,
        deltas=loose.whole(raw, "deltas") or 0,
    )


def _load_citation(raw: Mapping[str, JSON]) -> Citation:
    block = loose.whole(raw, "block")
    return Citation(
        start=loose.whole(raw, "start") or 0,
        end=loose.whole(raw, "end") or 0,
        text=loose.text(raw, "text"),
        sources=tuple(_load_source(one) for one in loose.mappings(raw, "sources")),
        block=0 if block is None else block,
        kind=loose.text(raw, "kind", "TEXT_CONTENT"),
    )


def _load_source(raw: Mapping[str, JSON]) -> Source:
    return Source(
        kind=loose.text(raw, "kind", "document"),
        id=loose.text(raw, "id"),
        title=loose.text(raw, "title"),
        text=loose.text(raw, "text"),
        raw=loose.mapping(raw, "raw"),
    )


def _load_retrieved(raw: Mapping[str, JSON]) -> Retrieved:
    searches = (
        Search(
            loose.text(one, "query"),
            loose.text(one, "connector"),
            loose.texts(one, "documents"),
            loose.text(one, "trouble"),
        )
        for one in loose.mappings(raw, "searches")
    )
    sources = [_load_source(one) for one in loose.mappings(raw, "documents")]
    return Retrieved(
        loose.texts(raw, "queries"), tuple(searches), {source.id: source for source in sources}
    )


def _load_usage(raw: Mapping[str, JSON]) -> Usage | None:
    value = raw.get("usage")
    if not isinstance(value, Mapping):
        return None
    return Usage(**{name: loose.whole(value, name) for name in _USAGE})


def _load_phase(raw: Mapping[str, JSON]) -> Phase:
    """The phase; one that is not known means that nothing more can come."""
    try:
        return Phase(loose.text(raw, "phase"))
    except ValueError:
        return Phase.INTERRUPTED


def _load_failure(raw: Mapping[str, JSON]) -> Failure | None:
    value = raw.get("failure")
    if not isinstance(value, Mapping):
        return None
    return Failure(
        reason=loose.text(value, "reason"),
        remedy=loose.text(value, "remedy"),
        status=loose.whole(value, "status"),
        trace_id=loose.text(value, "trace_id"),
        error_type=loose.text(value, "error_type"),
    )


def _load_timing(raw: Mapping[str, JSON]) -> Timing:
    return Timing(
        started=loose.seconds(raw, "started") or 0.0,
        first_token_s=loose.seconds(raw, "first_token_s"),
        thought_s=loose.seconds(raw, "thought_s"),
        elapsed_s=loose.seconds(raw, "elapsed_s"),
    )

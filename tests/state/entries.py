"""Entries of any kind, for property tests."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from cohere_tui.state.pieces import Pieces
from cohere_tui.state.turn import (
    Block,
    Citation,
    Entry,
    Failure,
    Phase,
    Prompt,
    Retrieved,
    Search,
    Source,
    Timing,
    ToolCall,
    ToolResult,
    Turn,
    Usage,
)

TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PIECES: Final = TEXT.map(Pieces.of)
SECONDS: Final = st.floats(0, 1e9)
COUNT: Final = st.none() | st.integers(0, 2**53)
JSON_VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)
CALL_IDS: Final = st.sampled_from(["", "a", "b", "c"])

BLOCKS: Final = st.builds(
    Block, st.sampled_from(["text", "thinking", "sound", ""]), PIECES, st.booleans()
)
CALLS: Final = st.builds(ToolCall, CALL_IDS, st.sampled_from(["f", "g", ""]), PIECES, st.booleans())
SOURCES: Final = st.builds(
    Source, TEXT, TEXT, TEXT, TEXT, st.dictionaries(TEXT, JSON_VALUES, max_size=2)
)
CITATIONS: Final = st.builds(
    Citation,
    st.integers(0, 99),
    st.integers(0, 99),
    TEXT,
    st.lists(SOURCES, max_size=2).map(tuple),
    st.integers(-1, 3),
    TEXT,
)
SEARCHES: Final = st.builds(Search, TEXT, TEXT, st.lists(TEXT, max_size=2).map(tuple), TEXT)
RETRIEVED: Final = st.builds(
    Retrieved,
    st.lists(TEXT, max_size=2).map(tuple),
    st.lists(SEARCHES, max_size=2).map(tuple),
    st.lists(SOURCES, max_size=2).map(lambda sources: {one.id: one for one in sources}),
)
USAGES: Final = st.builds(Usage, COUNT, COUNT, COUNT, COUNT, COUNT, COUNT, COUNT, COUNT)
FAILURES: Final = st.builds(Failure, TEXT, TEXT, COUNT, TEXT, TEXT)
TIMINGS: Final = st.builds(
    Timing, SECONDS, st.none() | SECONDS, st.none() | SECONDS, st.none() | SECONDS
)
TURNS: Final = st.builds(
    Turn,
    response_id=TEXT,
    model=TEXT,
    blocks=st.lists(BLOCKS, max_size=3).map(tuple),
    plan=PIECES,
    calls=st.lists(CALLS, max_size=3).map(tuple),
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
    retrieved=RETRIEVED,
    usage=st.none() | USAGES,
    finish=TEXT,
    phase=st.sampled_from(Phase),
    failure=st.none() | FAILURES,
    timing=TIMINGS,
    skipped=st.integers(0, 9),
    deltas=st.integers(0, 9),
)
PROMPTS: Final = st.builds(Prompt, text=TEXT, at=SECONDS)
RESULTS: Final = st.builds(ToolResult, call_id=CALL_IDS, content=TEXT, at=SECONDS)
ENTRIES: Final[st.SearchStrategy[Entry]] = st.one_of(PROMPTS, TURNS, RESULTS)

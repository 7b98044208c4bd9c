"""Whatever the files hold, loading ends, never raises, and gives a profile that can be used."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohere_tui.config.load import load
from cohere_tui.config.options import Options
from cohere_tui.config.paths import Paths
from cohere_tui.config.values import FileValues, ProfileValues
from cohere_tui.plain import plain

NAMES = st.one_of(
    st.sampled_from([*FileValues.model_fields, *ProfileValues.model_fields]),
    st.sampled_from(["keys", "preset", "input", "default", "sandbox", "api_key", "chat.stop", ""]),
    st.text(max_size=5),
)
VALUES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["http://a", "b:1", "ctrl+c", "default", "a | b"]),
    st.integers(-9, 9),
    st.booleans(),
    st.floats(),
    st.dates(),
    st.lists(st.text(max_size=3), max_size=2),
)
TABLES = st.recursive(
    st.dictionaries(NAMES, VALUES, max_size=4),
    lambda inner: st.dictionaries(NAMES, st.one_of(VALUES, inner), max_size=4),
    max_leaves=12,
)


def toml(tables: dict[str, Any]) -> bytes:
    # A lone surrogate cannot be in a file; tomli-w would write it all the same.
    return tomli_w.dumps(tables).encode("utf-8", "replace")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, TABLES, TABLES)
def test_any_tables_can_be_loaded(
    theirs: dict[str, Any], ours: dict[str, Any], keys: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = Paths(Path(name), Path(name))
        paths.config_file.write_bytes(toml(theirs))
        paths.settings_file.write_bytes(toml(ours))
        paths.keys_file.write_bytes(toml(keys))
        found = load({}, Options(), paths)
    assert found.config.active.base_url.startswith("http")
    assert found.config.active.host
    for problem in map(str, found.problems):
        assert plain(problem) == problem
        assert "\n" not in problem


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_can_be_loaded(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        paths = Paths(Path(name), Path(name))
        paths.config_file.write_bytes(data)
        assert load({}, Options(), paths).config.profile

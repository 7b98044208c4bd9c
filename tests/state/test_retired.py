"""What is said of parts of the API that a server no longer offers."""

from __future__ import annotations

import pytest

from cohere_tui.state.retired import RETIRED


@pytest.mark.parametrize(
    ("place", "begins"),
    [
        ("connectors", "Connectors were retired on September 15, 2025, and this server no longer"),
        (
            "generate",
            "Generate was removed on September 15, 2025, and this server no longer offers",
        ),
        ("summarize", "Summarize was deprecated on September 15, 2025, and this server no longer"),
        ("parse", "This server does not offer Parse (POST /v2/parse)."),
        ("transcribe", "This server does not offer Transcribe"),
    ],
)
def test_it_says_what_since_when_and_what_instead(place: str, begins: str) -> None:
    told = RETIRED[place].told
    assert told.startswith(begins)
    assert RETIRED[place].instead in told

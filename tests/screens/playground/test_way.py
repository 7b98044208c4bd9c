"""How far a run is, in words."""

from __future__ import annotations

from cohere_tui.screens.playground.way import Way
from cohere_tui.services.splitting import Parts


def test_how_many_requests_there_are_is_said_before_the_first_answer() -> None:
    way: Way[str] = Way()
    assert way.words == ""
    way.expect(1)
    assert way.words == ""
    way.expect(1_200)
    assert way.words == "0 of 1,200 requests"
    way.show_parts(Parts(("a", None)))
    assert way.words == "1 of 2 requests"
    way.say("uploading")
    assert way.words == "uploading"

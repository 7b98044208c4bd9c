"""Uploads that go on, in a few words."""

from __future__ import annotations

from cohere_tui.errors import Unreachable
from cohere_tui.state.pace import Pace
from cohere_tui.state.uploading import Upload, UploadStage
from cohere_tui.state.uploads import Sending, told

HALF = Pace(total=100).at(0, 0.0).at(43, 10.0)
SENT = Sending("harbours", Upload(UploadStage.SENDING, HALF))


def test_how_far_it_is() -> None:
    assert Sending("harbours").short == "harbours checking"
    assert SENT.short == "harbours 43%, 13 s left"
    validating = SENT.at(Upload(UploadStage.VALIDATING, dataset_id="h-1"))
    assert validating.short == "harbours validating"
    assert Sending("harbours", error=Unreachable("nobody")).short == "harbours failed"
    assert len(Sending("x" * 5_000).short) < 50


def test_only_what_is_not_there_yet_can_be_lost() -> None:
    assert SENT.loss == "The upload of harbours is not done: what was sent is lost."
    for stage in (UploadStage.VALIDATING, UploadStage.DONE):
        assert SENT.at(Upload(stage)).loss == ""
    assert Sending("harbours", error=Unreachable("nobody")).loss == ""
    assert SENT.at(Upload(UploadStage.DONE)).over


def test_several_are_one_line() -> None:
    failed = Sending("first", error=Unreachable("nobody"))
    assert told((), "^") == ""
    assert told((SENT,), "^") == "^ harbours 43%, 13 s left"
    assert told((failed, SENT), "^") == "^ 2 uploads, harbours 43%, 13 s left"
    assert told((failed,), "^") == "^ first failed"

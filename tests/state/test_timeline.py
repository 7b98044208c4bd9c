"""The stages of a training, and how long each took."""

from __future__ import annotations

from datetime import UTC, datetime

from cohere_tui.models.finetunes import Event
from cohere_tui.state.timeline import stays

QUEUED = Event(status="STATUS_QUEUED", created_at=datetime.fromtimestamp(100, UTC))
TRAINING = Event(status="STATUS_FINETUNING", created_at=datetime.fromtimestamp(110, UTC))
READY = Event(status="STATUS_READY", created_at=datetime.fromtimestamp(170, UTC))


def test_each_stage_lasts_until_the_next() -> None:
    told = stays((READY, TRAINING, QUEUED), 999, over=True)
    assert [(one.event.status_word, one.seconds, one.lasts) for one in told] == [
        ("queued", 10, False),
        ("finetuning", 60, False),
        ("ready", None, False),
    ]


def test_the_stage_it_is_in_lasts_until_now() -> None:
    told = stays((TRAINING, QUEUED), 145, over=False)
    assert [(one.seconds, one.lasts) for one in told] == [(10, False), (35, True)]
    # The server's clock is ahead of ours.
    assert stays((TRAINING,), 50, over=False)[0].seconds == 0


def test_an_event_without_a_time_has_no_duration() -> None:
    told = stays((READY, Event(status="STATUS_FINETUNING"), QUEUED), 999, over=True)
    assert [one.seconds for one in told] == [None, None, None]
    assert stays((), 999, over=False) == ()

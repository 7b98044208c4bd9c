"""The trail: back and forward, and how each visit was come to."""

from __future__ import annotations

from cohere_tui.state.trail import Trail, Visit

JOB = Visit("embed-jobs", "ej-1", page="Related")
DATASET = Visit("datasets", "ds-1")
MODEL = Visit("models", "command-a")


def along() -> Trail:
    """From a job by links to its dataset and to a model."""
    return Trail().left(JOB, by_link=True).left(DATASET, by_link=True)


def test_back_and_forward_pass_the_same_visits() -> None:
    trail = along()
    there, trail = trail.back(MODEL) or (None, trail)
    assert there == Visit("datasets", "ds-1", by_link=True)
    assert trail.by_link
    there, trail = trail.back(DATASET) or (None, trail)
    assert there == JOB
    assert not trail.by_link
    assert trail.back(JOB) is None
    there, trail = trail.forward(JOB) or (None, trail)
    assert there is not None
    assert there.id == "ds-1"
    there, trail = trail.forward(DATASET) or (None, trail)
    assert there == Visit("models", "command-a", by_link=True)
    assert trail == along()


def test_something_new_forgets_what_came_after() -> None:
    _, trail = along().back(MODEL) or (None, along())
    trail = trail.left(DATASET, by_link=False)
    assert trail.forward(MODEL) is None
    assert [visit.place for visit in trail.earlier] == ["embed-jobs", "datasets"]
    assert not trail.by_link


def test_a_trail_does_not_grow_for_ever() -> None:
    trail = Trail()
    for number in range(500):
        trail = trail.left(Visit("models", str(number)), by_link=False)
    assert len(trail.earlier) == 100
    assert trail.earlier[-1].id == "499"

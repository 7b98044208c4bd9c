"""What is said of curves."""

from __future__ import annotations

from cohere_tui.state.curve_words import Told, told
from cohere_tui.state.curves import Curve
from cohere_tui.state.training import Point

FEW = Curve("few", (Point(1, 6.471), Point(2, 14.95)))
MANY = Curve("many", tuple(Point(step, 2 - step / 1000) for step in range(1, 280)))
NONE = Curve("none", ())
FAR = Curve("far", (Point(1, 1e300),))


def test_several_stand_in_columns_and_in_the_same_words() -> None:
    assert [one.text for one in told("loss", (FEW, MANY), 60, "◆")] == [
        "14.95 at step 2    ◆ best 6.471 at step 1",
        "1.721 at step 279  ◆ best 1.721 at step 279",
    ]
    assert [one.text for one in told("loss", (FEW, MANY), 30, "◆")] == [
        "14.95 at 2    ◆ 6.471 at 1",
        "1.721 at 279  ◆ 1.721 at 279",
    ]
    assert [one.text for one in told("loss", (FEW, MANY), 20, "◆")] == ["14.95", "1.721"]
    assert told("loss", (FEW,), 60, "#")[0].text == "14.95 at step 2  # best 6.471 at step 1"
    assert told("grad_norm", (FEW,), 60, "#")[0].text == "14.95 at step 2"


def test_why_nothing_is_drawn() -> None:
    found = told("loss", (NONE, FEW, FAR), 60, "◆")
    assert found[0] == Told("nothing measured yet", measured=False)
    assert found[1].measured
    assert found[2] == Told("too far out to be drawn", measured=False)
    assert told("loss", (), 60, "◆") == ()

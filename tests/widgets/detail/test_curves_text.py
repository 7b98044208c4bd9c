"""The curves of a training as a text."""

from __future__ import annotations

from cohere_tui.state.training import Point, Training
from cohere_tui.widgets.detail.curves_page import Curves


async def test_what_was_measured_stands_by_its_step() -> None:
    curves = Curves()
    assert await curves.text_to_read() == ""
    loss = (Point(10, 1.25), Point(20, 0.5))
    curves.set_reactive(Curves.training, Training(curves={"loss": loss, "accuracy": loss[1:]}))
    curves.set_reactive(Curves.note, "It trains.")
    assert (await curves.text_to_read()).split("\n") == [
        "It trains.",
        "",
        "step  loss  accuracy",
        "  10  1.25",
        "  20   0.5       0.5",
    ]

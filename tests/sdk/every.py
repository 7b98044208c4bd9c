"""Every method of the API through our services, and what then goes over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cohere_tui.sandbox import app
from tests.exchanges import Exchange, Recorder
from tests.sdk.calls import ANSWERING, Call
from tests.sdk.methods import METHODS
from tests.sdk.resource_calls import KEEPING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from cohere_tui.sandbox.stage import Stage

CALLS: dict[str, Call] = {**ANSWERING, **KEEPING}
_ID = re.compile(r"(?<=/)[mdjbcf](?=$|[/:])")


class Seen:
    """What goes to and from a sandbox that was built by `build`, in the place of its own."""

    recorder: Recorder

    def build(self, stage: Stage) -> ASGIApp:
        self.recorder = Recorder(app.build(stage))
        return self.recorder

    def sent(self, name: str) -> list[Exchange]:
        """The exchanges of the method itself, without those that it needed besides."""
        pattern = re.compile(_ID.sub("[^/:]+", METHODS[name][1]))
        method = METHODS[name][0]
        found = self.recorder.exchanges
        return [one for one in found if one.method == method and pattern.fullmatch(one.path)]


def place(name: str) -> str:
    """The path of a method as a shell pattern."""
    return _ID.sub("*", METHODS[name][1])

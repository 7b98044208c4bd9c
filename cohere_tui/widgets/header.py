"""The header line: what is open at the left, who answers at the right, warnings in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from cohere_tui.plain import one_line
from cohere_tui.state.connection import Connection
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE_CELLS = 16
"""So much of the title stays in sight before the right side is shortened."""


class Header(Widget):
    """`title` left; profile and model right, shortened before the title is."""

    DEFAULT_CSS = """
    Header { height: 1; width: 1fr; padding: 0 1; background: $background; color: $foreground; }
    Header:ansi { background: ansi_default; }
    """

    place: reactive[str] = reactive("")
    """The place's title; shown where the rail is not."""
    title: reactive[str] = reactive("")
    """What is open."""
    state: reactive[str] = reactive("")
    """A dim word behind the title: `loading…`."""
    connection: reactive[Connection] = reactive(Connection())
    problems: reactive[int] = reactive(0)
    """How many problems wait to be read."""
    whole: reactive[bool] = reactive(False)
    """Whether all of the left side comes before who answers, and not only the begin of it."""

    def render(self) -> Content:
        """The line: as much of both sides as fits."""
        width = self.size.width
        left = self._left()
        right = Content("")
        first = left.cell_length if self.whole else min(left.cell_length, _TITLE_CELLS)
        for right in self._rights():
            if first + 2 + right.cell_length <= width:
                break
        room = max(0, width - right.cell_length - (2 if right else 0))
        left = left.truncate(room, ellipsis=True)
        gap = width - left.cell_length - right.cell_length
        return Content.assemble(left, " " * max(0, gap), right).truncate(width)

    def _left(self) -> Content:
        secondary = quiet(self.app)
        title = one_line(self.title)
        state = (f"  {one_line(self.state)}", f"{secondary} not bold") if self.state else ""
        if not self.place:
            return Content.assemble((title, "bold"), state)
        if not title:
            return Content.assemble((self.place, "bold"), state)
        dot = f" {signs_of(self.app).dot} "
        return Content.assemble((self.place, secondary), (dot, secondary), (title, "bold"), state)

    def _rights(self) -> Iterator[Content]:
        """The right side, from the longest form to the shortest."""
        connection = self.connection
        profile = "" if connection.sandbox else one_line(connection.profile, 40)
        host = "" if connection.sandbox else connection.host
        model = one_line(connection.model or host, 60)
        for words in ((profile, model), (model,), ()):
            yield self._right([word for word in words if word])

    def _right(self, words: list[str]) -> Content:
        dot = f" {signs_of(self.app).dot} "
        parts = []
        if self.problems:
            parts.append(
                Content.styled(f"{signs_of(self.app).warning}{self.problems}", "bold $warning")
            )
        if self.connection.sandbox:
            parts.append(Content.styled("sandbox", "bold $warning"))
        if self.connection.read_only:
            parts.append(Content.styled("read-only", "bold"))
        if self.connection.plain_http:
            parts.append(Content.styled("http!", "bold $error"))
        parts.extend(Content.styled(word, quiet(self.app)) for word in words)
        return Content.styled(dot, quiet(self.app)).join(parts)

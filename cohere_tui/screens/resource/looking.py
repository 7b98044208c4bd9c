"""Looking closer: the JSON of a thing, its request as code, what belongs to it; and copying."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.screens.resource.refreshing import Refreshing
from cohere_tui.state.ago import clock
from cohere_tui.state.columns import Tone
from cohere_tui.state.facts import Fact, FactLine, Note
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_view import JsonView

if TYPE_CHECKING:
    from textual.widget import Widget

    from cohere_tui.client.requests import Exchange
    from cohere_tui.state.code import Request

Row = TypeVar("Row")

JSON: Final = "JSON"
RELATED: Final = "Related"
ACTIVITY: Final = "Activity"
_MOST_REQUESTS: Final = 50


class Looking(Refreshing[Row]):
    """The pages that all resources have, and what can be copied of a thing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_id", "Copy id", id="resource.copy_id"),
        Binding("Y", "copy_json", "Copy as JSON", id="resource.copy_json", show=False),
        Binding("v", "look('JSON')", "JSON", id="resource.json", show=False),
        Binding("o", "look('Related')", "Related", id="resource.related", show=False),
        Binding("x", "code", "As code", id="resource.code", show=False),
    ]

    def request_of(self, row: Row) -> Request:
        """The request that asks for one thing."""
        raise NotImplementedError

    def raw(self, row: Row) -> Any:
        """A thing as the server described it."""
        raise NotImplementedError

    def related(self, row: Row) -> tuple[FactLine, ...]:
        """Things in other places that belong to it."""
        del row
        return ()

    def recognised_by(self, row: Row) -> tuple[str, ...]:
        """What is in a request that is about it."""
        return (self.identify(row),)

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The marked rows; where none is, the one that keys are about."""
        if self.listing.marked and not self.has_class("-detail"):
            return self.listing.chosen
        return () if self.pointed is None else (self.pointed,)

    def make_page(self, name: str) -> Widget:
        """JSON is read in a view of its own."""
        return JsonView() if name == JSON else super().make_page(name)

    def fill_page(self, name: str, row: Row) -> None:
        """The pages that all resources have."""
        body = self.detail.body(name)
        if isinstance(body, JsonView):
            body.show(self.raw(row), of=self.identify(row))
        elif isinstance(body, FactList) and name == RELATED:
            body.facts = self.related(row) or (Note("Nothing belongs to it."),)
        elif isinstance(body, FactList) and name == ACTIVITY:
            body.facts = self._activity(row)
        else:
            super().fill_page(name, row)

    def _activity(self, row: Row) -> tuple[FactLine, ...]:
        """The requests of this session that name it, newest first."""
        names = [name for name in self.recognised_by(row) if name]
        log = self.house.services.requests if self.house is not None else ()
        found = [
            one for one in log if any(name in one.url or name in one.request_body for name in names)
        ]
        if not found:
            return (Note("Nothing was asked about it since the start."),)
        return tuple(_fact_of(one) for one in found[: -_MOST_REQUESTS - 1 : -1])

    def action_look(self, page: str) -> None:
        """Go to a page of the thing."""
        if self.pointed is not None and page in self.PAGES:
            # The page comes first: what is focused must not be hidden again.
            self.detail.turn_to(page)
            self.open_row(self.identify(self.pointed))

    def action_copy_id(self) -> None:
        """Copy the ids of what is chosen, one to a line."""
        if self.chosen:
            self.app.copy_to_clipboard("\n".join(self.identify(row) for row in self.chosen))

    def action_copy_json(self) -> None:
        """Copy what the server said of what is chosen."""
        if self.chosen:
            raw = [self.raw(row) for row in self.chosen]
            self.app.copy_to_clipboard(
                json.dumps(raw[0] if len(raw) == 1 else raw, indent=2, ensure_ascii=False)
            )

    def action_code(self) -> None:
        """Show the request that asks for the thing, as code."""
        if self.pointed is not None and self.house is not None:
            request = self.request_of(self.pointed)
            self.app.push_screen(CodeView(request, self.house.base_url))

    @on(FactList.CopyAsked)
    @on(JsonView.CopyAsked)
    def copy_asked(self, event: FactList.CopyAsked | JsonView.CopyAsked) -> None:
        """Copy a value of the detail."""
        event.stop()
        self.app.copy_to_clipboard(event.text)


def _fact_of(one: Exchange) -> Fact:
    """A request as a line: when, what, and how it went."""
    how = one.error or (str(one.status) if one.status else "under way")
    took = "" if one.elapsed_s is None else f", {one.elapsed_s * 1000:,.0f} ms"
    path = "/" + one.url.partition("://")[2].partition("/")[2]
    bad = bool(one.error) or (one.status or 0) >= 400
    return Fact(
        clock(one.started),
        f"{one.method} {path}: {how}{took}",
        Tone.FAILED if bad else Tone.PLAIN,
        copied=one.url,
    )

"""What is done to the things of a list: copied, looked at as code, deleted; one or all marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.plain import one_line
from cohere_tui.screens.resource.refreshing import Refreshing
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_view import JsonView
from cohere_tui.widgets.help_panel import Reader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.widget import Widget

    from cohere_tui.state.code import Request

Row = TypeVar("Row")

JSON: Final = "JSON"
_MOST_NAMES: Final = 12
"""So many names are listed in a question."""


@dataclass(frozen=True, slots=True)
class Deed(Generic[Row]):
    """Something that is done to one thing after the other."""

    verb: str
    """`Delete`"""
    done: str
    """`deleted`"""
    act: Callable[[Row], Awaitable[object]]
    """Does it to one. Raises `CohereTuiError`."""
    consequence: str = ""
    """What a person should know before they say yes."""
    removes: bool = False
    """Whether the thing is gone afterwards."""


class Deeds(Refreshing[Row]):
    """Deeds on the row that keys are about, or on all that are marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_id", "Copy id", id="resource.copy_id"),
        Binding("Y", "copy_json", "Copy as JSON", id="resource.copy_json", show=False),
        Binding("v", "json", "JSON", id="resource.json", show=False),
        Binding("x", "code", "As code", id="resource.code", show=False),
        Binding("D", "delete", "Delete", id="resource.delete"),
    ]

    def request_of(self, row: Row) -> Request:
        """The request that asks for one thing."""
        raise NotImplementedError

    def raw(self, row: Row) -> Any:
        """A thing as the server described it."""
        raise NotImplementedError

    def deletion(self) -> Deed[Row] | None:
        """How a thing is deleted; None where nothing can be."""
        return None

    # --- whom it concerns

    @property
    def chosen(self) -> tuple[Row, ...]:
        """The marked rows; where none is, the one that keys are about."""
        if self.listing.marked and not self.has_class("-detail"):
            return self.listing.chosen
        return () if self.pointed is None else (self.pointed,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A read-only profile, and a place where nothing can be deleted, offer no deleting."""
        if action == "delete":
            return self.deletion() is not None and not self.read_only
        return super().check_action(action, parameters)

    @property
    def read_only(self) -> bool:
        """Whether the profile refuses to create, change and delete."""
        return self.house is not None and self.house.read_only

    # --- looking

    def make_page(self, name: str) -> Widget:
        """JSON is read in a view of its own."""
        return JsonView() if name == JSON else super().make_page(name)

    def fill_page(self, name: str, row: Row) -> None:
        """The JSON of a thing is what the server said."""
        body = self.detail.body(name)
        if isinstance(body, JsonView):
            body.value = self.raw(row)
        else:
            super().fill_page(name, row)

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

    def action_json(self) -> None:
        """Go to the JSON of the thing."""
        if self.pointed is not None and JSON in self.PAGES:
            self.open_row(self.identify(self.pointed))
            self.detail.turn_to(JSON)

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

    # --- doing

    @work(group="delete", exclusive=True)
    async def action_delete(self) -> None:
        """Delete what is chosen, after a question that names it."""
        deed = self.deletion()
        if deed is not None:
            await self.do(deed, self.chosen)

    async def do(self, deed: Deed[Row], rows: Sequence[Row]) -> None:
        """Ask, then do it to one after the other, and say what became of it."""
        if not rows or not await self.app.push_screen_wait(self._question(deed, rows)):
            return
        failed: list[tuple[str, CohereTuiError]] = []
        for number, row in enumerate(rows, start=1):
            with self.saying(f"{deed.verb.lower()} {number} of {len(rows)}…"):
                try:
                    await deed.act(row)
                except NotFound as error:
                    if not deed.removes:
                        failed.append((self.name_of(row), error))
                        continue
                except CohereTuiError as error:
                    failed.append((self.name_of(row), error))
                    continue
            if deed.removes:
                self.gone(self.identify(row))
        self.listing = self.listing.unmarked()
        self._tell(deed, rows, failed)
        if not deed.removes:
            self.action_reload()

    def _question(self, deed: Deed[Row], rows: Sequence[Row]) -> Confirm:
        names = [one_line(self.name_of(row), 60) for row in rows]
        if len(names) == 1:
            return Confirm(f"{deed.verb} {names[0]}?", deed.consequence, yes=deed.verb, no="Keep")
        listed = [f"  {name}" for name in names[:_MOST_NAMES]]
        if len(names) > _MOST_NAMES:
            listed.append(f"  and {len(names) - _MOST_NAMES} more")
        detail = "\n".join([*listed, "", deed.consequence]).rstrip()
        title = f"{deed.verb} these {len(names)} {self.NOUNS}?"
        return Confirm(title, detail, yes=f"{deed.verb} {len(names)}", no="Keep")

    def _tell(
        self, deed: Deed[Row], rows: Sequence[Row], failed: Sequence[tuple[str, CohereTuiError]]
    ) -> None:
        """One line when all went well; else which did not, and why."""
        done = len(rows) - len(failed)
        if not failed:
            what = self.name_of(rows[0]) if len(rows) == 1 else f"{done} {self.NOUNS}"
            self.app.notify(f"{one_line(what, 80)}: {deed.done}.")
        elif len(rows) == 1:
            self.show_trouble(failed[0][1])
        else:
            lines = [Content(f"{one_line(name, 60)}: {error.told}") for name, error in failed]
            title = f"{done} {deed.done}, {len(failed)} not"
            self.app.push_screen(Reader(title, Content("\n\n").join(lines)))

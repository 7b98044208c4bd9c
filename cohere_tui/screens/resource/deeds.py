"""What is done to the things of a list: to one, or to all that are marked. And making new ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from cohere_tui.errors import (
    CohereTuiError,
    NotFound,
    ReadOnly,
    StoreError,
    TransportError,
    Unauthorized,
)
from cohere_tui.plain import one_line
from cohere_tui.screens.editing import written_outside
from cohere_tui.screens.resource.looking import Looking
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.confirm_many import ConfirmMany
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.form.unsent import Unsent
from cohere_tui.widgets.help_panel import Reader
from cohere_tui.widgets.keymap import keys_of
from cohere_tui.widgets.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from textual.events import Key

    from cohere_tui.state.form import Values
    from cohere_tui.widgets.dialog import Dialog

Row = TypeVar("Row")
Answer = TypeVar("Answer")

_MOST_NAMES: Final = 12
"""So many names are listed in a question that has no room to scroll."""
_HOPELESS: Final = (TransportError, Unauthorized, ReadOnly)
"""After these it is of no use to go on with the others."""


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
    grave: bool = False
    """Whether a word has to be typed before it is done to several; so it is of what removes."""
    yes: str = ""
    """What the answer is called that does it to one; empty: the verb."""
    key: str = "D"
    """What is pressed for it, and pressed again where it failed."""


class Deeds(Looking[Row]):
    """Deeds on the row that keys are about, or on all that are marked; one deed at a time.

    Actions that create, change or delete are named in `WRITES`: a read-only profile has none of
    them, neither as a key nor in the palette, and so it is where the server refuses all of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D", "delete", "Delete", id="resource.delete"),
    ]

    WRITES: ClassVar[frozenset[str]] = frozenset({"delete"})
    """Names of actions; those of the base classes count too."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts = Unsent(self._draft, self._keep_draft, self._soon)
        """What was written in forms and not sent."""
        self._doing = ""
        self._stopped = False
        self._done_to: set[str] = set()

    async def _draft(self, title: str) -> Values:
        try:
            found: Values = await self.services.forms.get(title)
        except StoreError as error:
            self.app.notify(error.told, severity="warning")
            return {}
        return found

    async def _keep_draft(self, title: str, values: Values) -> None:
        try:
            await self.services.forms.keep(title, values)
        except StoreError as error:
            self.app.notify(error.told, severity="warning")

    def _soon(self, keeping: Coroutine[Any, Any, None]) -> None:
        self.run_worker(keeping, group="keep-form")

    def deletion(self) -> Deed[Row] | None:
        """How a thing is deleted; None where nothing can be."""
        return None

    @property
    def read_only(self) -> bool:
        """Whether the profile refuses to create, change and delete."""
        return self.house is not None and self.house.read_only

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Read-only profiles and retired places offer nothing that writes.

        Nor does a place offer what it cannot do.
        """
        if (self.read_only or self.is_retired) and self._writes(action):
            return False
        if action == "delete":
            return self.deletion() is not None
        return super().check_action(action, parameters)

    async def on_key(self, event: Key) -> None:
        """Say why a key that writes does nothing in a read-only profile."""
        if not self.read_only or event.key in self.active_bindings:
            return
        keymap = self.app.keymap if isinstance(self.app, Shell) else {}
        for _, binding in self._bindings:
            name = binding.action.partition("(")[0]
            if event.key in keys_of(binding, keymap) and self._writes(name):
                event.stop()
                self.refuse()
                return

    def refuse(self) -> None:
        """Say that the profile is read-only."""
        self.app.notify("The profile is read-only.", severity="warning")

    def _writes(self, action: str) -> bool:
        return any(action in vars(kind).get("WRITES", ()) for kind in type(self).__mro__)

    async def fill_in(self, form: Dialog[Answer], *, outside: bool = False) -> Answer | None:
        """Ask for what a dialog asks for; a read-only profile is asked nothing.

        With `outside` a form is written in the person's editor first.
        """
        if self.read_only:
            self.refuse()
            return None
        if outside and isinstance(form, Form) and not await written_outside(self.app, form):
            return None
        answer: Answer | None = await self.app.push_screen_wait(form)
        return answer

    # --- doing

    @work(group="delete")
    async def action_delete(self) -> None:
        """Delete what is chosen, after a question that names it."""
        deed = self.deletion()
        if deed is not None:
            await self.do(deed, self.chosen)

    async def do(self, deed: Deed[Row], rows: Sequence[Row]) -> None:
        """Ask, then do it to one after the other, and say what became of it."""
        if not rows:
            return
        if self._doing:
            self.app.notify(self._doing, severity="warning")
            return
        self._doing, self._stopped = f"{deed.verb}: this is still asked.", False
        try:
            if await self.app.push_screen_wait(self._question(deed, rows)):
                await self._do(deed, rows)
        finally:
            self._doing = ""
            self._done_to.clear()

    async def _do(self, deed: Deed[Row], rows: Sequence[Row]) -> None:
        failed: list[tuple[Row, CohereTuiError]] = []
        tried = 0
        for row in rows:
            tried += 1
            self._doing = f"{deed.verb} {tried} of {len(rows)} goes on; ^c stops it."
            self._done_to.add(self.identify(row))
            error = await self._act(deed, row, f"{deed.verb.lower()} {tried} of {len(rows)}…")
            if error is not None:
                failed.append((row, error))
            else:
                self._unmark(row)
                if deed.removes:
                    self.gone(self.identify(row))
            if self._stopped or isinstance(error, _HOPELESS):
                break
        self._tell(deed, rows[:tried], failed, len(rows) - tried)
        if not deed.removes and len(failed) < tried:
            self.action_reload()

    async def _act(self, deed: Deed[Row], row: Row, word: str) -> CohereTuiError | None:
        """Do it to one; what somebody else has deleted already is as good as deleted."""
        with self.saying(word):
            try:
                await deed.act(row)
            except NotFound as error:
                return None if deed.removes else error
            except CohereTuiError as error:
                error.again_with(deed.key)
                return error
        return None

    def busy_with(self, row: Row) -> bool:
        """Whether a deed is done to it, which has its own end."""
        return self.identify(row) in self._done_to

    def stop_running(self) -> bool:
        """Stop before the next thing; what is under way is not broken off."""
        if self._done_to and not self._stopped:
            self._stopped = True
            self.app.notify("It stops after this one.")
            return True
        return super().stop_running()

    def unfinished(self) -> str:
        """What is being done would be broken off."""
        return self._doing if self._done_to else super().unfinished()

    def _unmark(self, row: Row) -> None:
        if (row_id := self.identify(row)) in self.listing.marked:
            self.listing = self.listing.toggled(row_id)

    # --- what is said

    def _question(self, deed: Deed[Row], rows: Sequence[Row]) -> Dialog[bool]:
        names = self._names(rows)
        if len(names) == 1:
            title, yes = f"{deed.verb} {names[0]}?", deed.yes or deed.verb
            return Confirm(title, deed.consequence, yes=yes, no="Keep")
        title = f"{deed.verb} these {len(names)} {self.NOUNS}?"
        if deed.removes or deed.grave:
            return ConfirmMany(title, names, deed.consequence, word=deed.verb.lower())
        listed = [f"  {name}" for name in names[:_MOST_NAMES]]
        if len(names) > _MOST_NAMES:
            listed.append(f"  and {len(names) - _MOST_NAMES} more")
        detail = "\n".join([*listed, "", deed.consequence]).rstrip()
        return Confirm(title, detail, yes=f"{deed.verb} {len(names)}", no="Keep")

    def _names(self, rows: Sequence[Row]) -> list[str]:
        """What the rows are called; of those with the same name also the ids."""
        everyone = Counter(self.name_of(row) for row in self.listing.rows)
        return [
            f"{one_line(name, 60)} ({one_line(self.identify(row), 40)})"
            if everyone[name := self.name_of(row)] > 1
            else one_line(name, 60)
            for row in rows
        ]

    def _tell(
        self,
        deed: Deed[Row],
        rows: Sequence[Row],
        failed: Sequence[tuple[Row, CohereTuiError]],
        left: int,
    ) -> None:
        """One line when all went well; else which did not, and why."""
        done = len(rows) - len(failed)
        if not failed and not left:
            what = self.name_of(rows[0]) if len(rows) == 1 else f"{done} {self.NOUNS}"
            self.trouble("deed", None)
            self.app.notify(f"{one_line(what, 80)}: {deed.done}.")
        elif len(rows) == 1 and not left:
            self.trouble("deed", failed[0][1])
        else:
            lines = [
                f"{one_line(self.name_of(row), 60)}: {one_line(error.told, 400)}"
                for row, error in failed
            ]
            if left:
                lines.append(f"{left} not tried.")
            lines.append(f"Still marked: {deed.key} tries again.")
            title = f"{done} {deed.done}, {len(rows) - done + left} not"
            self.app.push_screen(Reader(title, Content("\n\n".join(lines))))

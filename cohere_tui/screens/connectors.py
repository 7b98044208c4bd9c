"""Connectors: made, changed, authorised, tried out, switched on and off (API.md 17)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, NotFound
from cohere_tui.models.connectors import ConnectorChanges, NewConnector
from cohere_tui.plain import one_line
from cohere_tui.screens import connector_forms as forms
from cohere_tui.screens.connector_authorizing import AuthorizeDialog
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.state.checkup import told
from cohere_tui.state.code import Request
from cohere_tui.state.connectors import COLUMNS, OAUTH, facts
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.fact_dialog import FactDialog
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from datetime import datetime

    from cohere_tui.models.connectors import Connector
    from cohere_tui.services.connectors import ConnectorService
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.checkup import Checkup
    from cohere_tui.state.columns import Column
    from cohere_tui.state.facts import FactLine
    from cohere_tui.state.form import Values

_IN_CLEAR: Final = "Its address is plain http: the query and the token can be read on the way."
_HOW: Final = (
    "Sent once, from this machine, as the API would send it, but never with your API key:"
    " POST, up to 30 s."
)


class ConnectorsScreen(ResourceScreen["Connector"]):
    """The sources that a chat may search."""

    PLACE = "connectors"
    NOUN = "connector"
    NOUNS = "connectors"
    EMPTY = (
        "A connector is a search of your own, such as that of a wiki, which a chat may ask:"
        " the API calls its address with a query, and puts what comes back into the prompt."
        "\n\nn creates one."
        "\n\nThey are deprecated since September 15, 2025."
    )
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = COLUMNS
    WRITES: ClassVar[frozenset[str]] = frozenset({"new", "edit", "active", "authorize"})

    BINDING_GROUP_TITLE = "Connectors"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="connectors.new"),
        Binding("c", "check", "Check", id="connectors.check"),
        Binding("e", "edit", "Edit", id="connectors.edit"),
        Binding("E", "edit(True)", "Edit in $EDITOR", id="connectors.edit_outside", show=False),
        # For the token that it fetches: `o` goes to what is related, and `a` is taken.
        Binding("t", "authorize", "Authorise", id="connectors.authorize"),
        Binding("a", "active", "Activate, deactivate", id="connectors.active", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._brought: dict[str, tuple[str, ...]] = {}
        self._changes: dict[tuple[str, datetime | None], dict[str, Values]] = {}

    @property
    def service(self) -> ConnectorService:
        """What speaks to the server."""
        return self.services.connectors

    # --- what a connector is

    def identify(self, row: Connector) -> str:
        """Its id."""
        return row.id

    def name_of(self, row: Connector) -> str:
        """Its name."""
        return row.name or row.id

    def raw(self, row: Connector) -> Any:
        """As the server described it; what could hold a secret was not taken over."""
        return row.model_dump(mode="json", exclude_unset=True)

    def request_of(self, row: Connector) -> Request:
        """GET /v1/connectors/{id}."""
        return Request("GET", f"{forms.PATH}/{row.id}")

    def pages(self) -> Pages[Connector]:
        """Every connector, newest first."""
        return self.service.list()

    async def fetch(self, row_id: str) -> Connector:
        """One connector."""
        return await self.service.get(row_id)

    def overview(self, row: Connector) -> tuple[FactLine, ...]:
        """Everything the server tells, and what is to be done."""
        return facts(row)

    def recognised_by(self, row: Connector) -> tuple[str, ...]:
        """Also by its address: checks go there."""
        return (row.id, row.url.partition("?")[0])

    # --- made and changed

    @work(group="form", exclusive=True)
    async def action_new(self) -> None:
        """Describe a new connector, and make it."""
        if self.house is None:
            return
        form = Form(
            "New connector",
            forms.new_fields(self.house.base_url),
            check=forms.new_faults,
            send=lambda values: self.service.create(NewConnector.of(forms.new_body(values))),
            request=forms.new_request,
            base_url=self.house.base_url,
            drafts=self.drafts,
        )
        made = await self.fill_in(form)
        if made is not None:
            more = " t authorises it." if made.wants_authorizing else ""
            self.app.notify(f"{one_line(self.name_of(made), 80)}: created.{more}")
            self.action_reload()
            self.reveal(made.id)

    @work(group="form", exclusive=True)
    async def action_edit(self, outside: bool = False) -> None:
        """Change a connector, from its newest state; if wanted, written in the editor first."""
        row = await self._newest("E" if outside else "e")
        if row is None or self.house is None:
            return
        form = Form(
            f"Edit {self.name_of(row)}",
            forms.changing_fields(row, self.house.base_url, self._brought.get(row.id, ())),
            check=lambda values: forms.changed_faults(values, row),
            send=lambda values: self.service.update(
                row.id, ConnectorChanges.of(forms.changes(values, row))
            ),
            verb="Save",
            request=lambda values: forms.changing_request(values, row),
            base_url=self.house.base_url,
            # What was written about an older state would undo what others have changed.
            drafts=self._changes.setdefault((row.id, row.updated_at), {}),
        )
        changed = await self.fill_in(form, outside=outside)
        if changed is not None:
            self.renew(changed)
            self.app.notify(f"{one_line(self.name_of(changed), 80)}: changed.")

    async def _newest(self, key: str) -> Connector | None:
        """The newest state of what `key` is about; None where it is gone, or cannot be asked."""
        row = self.pointed
        if row is None:
            return None
        with self.saying("loading…"):
            try:
                fresh = await self.fetch(row.id)
            except NotFound:
                self.lost(row.id)
                return None
            except CohereTuiError as error:
                error.again_with(key)
                self.trouble("thing", error)
                return None
        self.trouble("thing", None)
        self.renew(fresh)
        return fresh

    # --- deeds

    @work(group="deed", exclusive=True)
    async def action_active(self) -> None:
        """Deactivate what is chosen when all of it is active; else activate the rest."""
        resting = [row for row in self.chosen if row.active is False]
        await self.do(
            self._switching("Activate", "active again", active=True)
            if resting
            else self._switching("Deactivate", "no longer active", active=False),
            resting or self.chosen,
        )

    def _switching(self, verb: str, done: str, *, active: bool) -> Deed[Connector]:
        changes = ConnectorChanges(active=active)
        consequence = "" if active else "Chats cannot search it until it is activated again."
        return Deed(
            verb, done, lambda row: self.service.update(row.id, changes), consequence, key="a"
        )

    def deletion(self) -> Deed[Connector]:
        """DELETE /v1/connectors/{id}."""
        consequence = "Chats that name it will fail. It cannot be brought back."
        return Deed(
            "Delete", "deleted", lambda row: self.service.delete(row.id), consequence, removes=True
        )

    # --- authorised and checked

    @work(group="authorize", exclusive=True)
    async def action_authorize(self) -> None:
        """Show where this user authorises the connector, and wait until it was done."""
        row = await self._newest("t")
        if row is None:
            return
        if row.auth_type != OAUTH:
            name = one_line(self.name_of(row), 80)
            self.app.notify(f"{name} has no OAuth: nobody has to authorise it.", severity="warning")
            return
        with self.saying("asking where…"):
            try:
                url = await self.service.authorize(row.id)
            except CohereTuiError as error:
                error.again_with("t")
                self.trouble("authorize", error)
                return
        self.trouble("authorize", None)
        looks = self.service.authorizing(row.id) if row.wants_authorizing else None
        done = await self.app.push_screen_wait(AuthorizeDialog(self.name_of(row), url, looks))
        if done is None:
            self.opened(row.id)
            return
        self.renew(done)
        text = f"{one_line(self.name_of(done), 80)}: authorised."
        self.app.notify(text)
        self.tell_terminal(text)

    @work(group="form", exclusive=True)
    async def action_check(self) -> None:
        """Call the connector's own address as a chat would, and show what comes back."""
        row = self.pointed
        if row is None or self.house is None:
            return
        in_clear = self.service.is_in_clear(row.url)
        if in_clear and not await self.app.push_screen_wait(
            Confirm("Call it over plain http?", f"{row.url}\n\n{_IN_CLEAR}", yes="Call it")
        ):
            return
        form: Form[Checkup] = Form(
            f"Check {self.name_of(row)}",
            forms.check_fields(row),
            check=forms.check_faults,
            send=partial(self._call, row, in_clear=in_clear),
            verb="Call it",
            note=f"{row.url}\n{_HOW}",
            drafts=self.drafts,
        )
        checkup = await self.app.push_screen_wait(form)
        if checkup is not None:
            self._brought[row.id] = checkup.fields
            title = f"{self.name_of(row)} answered"
            self.app.push_screen(FactDialog(title, told(checkup, row.excludes)))

    async def _call(self, row: Connector, values: Values, *, in_clear: bool) -> Checkup:
        return await self.service.check(
            row.url, values["query"], forms.authorization(values), in_clear=in_clear
        )

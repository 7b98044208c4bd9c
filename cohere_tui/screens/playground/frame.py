"""A playground as it is seen: the form, and the answer in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.containers import Vertical
from textual.reactive import var

from cohere_tui.errors import AGAIN_KEY
from cohere_tui.screens.playground.answered import Answered
from cohere_tui.screens.playground.asked import Asked
from cohere_tui.screens.waiting import Waiting
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.form.fields import Fields
from cohere_tui.widgets.form.texts_area import TextsArea

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from textual.app import ComposeResult
    from textual.widget import Widget

    from cohere_tui.errors import CohereTuiError
    from cohere_tui.screens.house import House
    from cohere_tui.services.bundle import Services
    from cohere_tui.state.code import Request
    from cohere_tui.state.form import Faults, Values
    from cohere_tui.state.playground.run import Run

Answer = TypeVar("Answer")


class PanelFrame(Vertical, Generic[Answer]):
    """Form and answer.

    Subclasses say what is asked (`fields_of`, `check`, `request`) and how the answer is shown
    (`PAGES`, `make_page`, `fill_page`, `raw`).
    """

    # Scoped, only the first of several rules that ask for the width of the screen would hold.
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PanelFrame {
        height: 1fr; layout: vertical;
        & #asked { height: auto; max-height: 50%; margin-top: 1; padding: 0 1; }
        & #asked > Fields { height: auto; max-height: 100%; }
    }
    PanelFrame.-reading #asked { display: none; }
    PanelFrame #asked.-maximized { width: 1fr; max-width: 100%; height: 1fr; max-height: 100%; }
    .-short PanelFrame #asked, .-short PanelFrame #answered { margin-top: 0; }
    .-wide PanelFrame, .-vast PanelFrame {
        layout: horizontal;
        & #asked { display: block; width: 2fr; max-width: 60; height: 1fr; max-height: 100%; }
        & #answered { width: 3fr; border-left: vkey $border-blurred; }
        & #answered:ansi { border-left: vkey ansi_bright_black; }
    }
    .-wide PanelFrame.-reading #asked, .-vast PanelFrame.-reading #asked { display: block; }
    """

    NAME: ClassVar[str] = ""
    """The name the registry knows it by."""
    TITLE: ClassVar[str] = ""
    ENDPOINT: ClassVar[str] = ""
    """The endpoint whose models can be picked; empty where no model is named."""
    INTRO: ClassVar[str] = ""
    """What it is for, where there is no answer yet."""
    PAGES: ClassVar[tuple[str, ...]] = ()
    """The pages of the answer, before that with the JSON."""
    AHEAD: ClassVar[tuple[str, ...]] = ()
    """Those of them that are filled before they are in sight, because that takes a while."""

    run: var[Run[Any] | None] = var(None, init=False)
    """What is shown; None before the first answer."""

    house: House | None = None
    """None until it is ready."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.HELP = cls.INTRO

    def __init__(self) -> None:
        super().__init__(id=f"panel-{self.NAME}")
        self.fields = Fields(
            self.fields_of(), {}, check=self.check, adapt=self.adapt, hints=self.hints
        )
        """What is asked."""
        self.asked = Asked(self.fields)
        self.answered = Answered(self)
        """What came."""
        self.answer = self.answered.pages
        self.trouble: CohereTuiError | None = None
        """What is wrong, said under the header while this playground is in sight."""

    def compose(self) -> ComposeResult:
        """The form, and beside or under it the answer."""
        yield self.asked
        yield self.answered

    def furnish(self, house: House) -> None:
        """The house is ready."""
        self.house = house
        for area in self.query(TextsArea):
            area.enter_sends = house.enter_sends

    @property
    def services(self) -> Services:
        """What speaks to the server; nothing is asked before there is a house."""
        assert self.house is not None, "the house is not ready"
        services: Services = self.house.services
        return services

    @property
    def place(self) -> Waiting:
        """The screen that it is on."""
        assert isinstance(self.screen, Waiting)
        return self.screen

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the form."""
        del scroll_visible
        if self.has_class("-reading"):  # what is hidden takes no focus
            self.remove_class("-reading")
            self.call_after_refresh(self.focus_form)
        else:
            self.focus_form()
        return self

    def focus_form(self) -> None:
        """Focus the form where one begins to write."""
        self.fields.focus_field("")

    # --- what is asked

    def fields_of(self) -> tuple[Field, ...]:
        """The fields; what is in them at first is the example."""
        raise NotImplementedError

    def check(self, values: Values) -> Faults:
        """What is wrong with values, by field."""
        raise NotImplementedError

    def adapt(self, changed: str, values: Values) -> Values:
        """What comes into other fields when one was changed."""
        del changed, values
        return {}

    def hints(self, values: Values) -> Values:
        """What is to be said under fields, now that they are as they are."""
        del values
        return {}

    def request(self, values: Values) -> Request:
        """What would be sent, or the first part of it. Raises `RequestInvalid`."""
        raise NotImplementedError

    def model_field(self, model: str) -> Field:
        """The field for the model, to be picked from those of the endpoint, or to be written."""
        return Field("model", "Model", Kind.PICK, model, load=self._models, free=True)

    async def _models(self, _: Values) -> Sequence[Option]:
        offered = await self.services.models.offered(self.ENDPOINT)
        return [
            Option(one.name, one.name, "deprecated" if one.is_deprecated else "") for one in offered
        ]

    # --- what came

    def title_of(self, run: Run[Answer]) -> str:
        """A run in a few words, over its answer."""
        return run.values.get("model", "") or self.TITLE

    def make_page(self, name: str) -> Widget:
        """The widget of a page of the answer; facts, unless a playground says otherwise."""
        del name
        return FactList()

    async def fill_page(self, name: str, run: Run[Answer]) -> None:
        """Bring a page up to date with a run. What takes long is done in a thread."""
        raise NotImplementedError

    def raw(self, run: Run[Answer]) -> Any:
        """The answer as a JSON value. Done in a thread."""
        raise NotImplementedError

    def watch_run(self, run: Run[Answer] | None) -> None:
        """Show another run."""
        self.answered.show(run)

    def show_trouble(self, error: CohereTuiError | None) -> None:
        """Say what is wrong, or that nothing is any more."""
        if error is not None:
            error.again_with(AGAIN_KEY)
        self.trouble = error
        if self.display:
            self.place.show_trouble(error)

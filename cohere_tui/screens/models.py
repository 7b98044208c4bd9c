"""The models a server offers: what each can do, and a chat with one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.screens.playground.registry import PLAYGROUNDS
from cohere_tui.screens.resource.resource import ResourceScreen
from cohere_tui.state.code import Request
from cohere_tui.state.columns import Cell, Column, Tone, number_column
from cohere_tui.state.facts import Fact, FactLine, Heading, Link, Note
from cohere_tui.state.naming import count
from cohere_tui.widgets.picker import Picker
from cohere_tui.widgets.picker_rows import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.models.models import Model, SamplingDefaults
    from cohere_tui.services.paging import Pages

_UNKNOWN = Cell("?", Tone.QUIET)


def _endpoints(model: Model, _: float) -> Cell:
    return Cell(", ".join(model.endpoints) or "-", Tone.PLAIN if model.endpoints else Tone.QUIET)


def _context(model: Model, _: float) -> Cell:
    return _UNKNOWN if model.context_length is None else Cell(f"{model.context_length:,}")


def _features(model: Model, _: float) -> Cell:
    return _UNKNOWN if model.features is None else Cell(", ".join(model.features), Tone.QUIET)


def _state(model: Model, _: float) -> Cell:
    if model.is_deprecated:
        return Cell("deprecated", Tone.WARNING)
    if model.default_endpoints:
        return Cell(f"default for {', '.join(model.default_endpoints)}", Tone.READY)
    return Cell("fine-tuned" if model.finetuned else "", Tone.QUIET)


class ModelsScreen(ResourceScreen["Model"]):
    """The list of models, and what each can do."""

    PLACE = "models"
    NOUN = "model"
    NOUNS = "models"
    EMPTY = "This server offers no models."
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("name", lambda model, _: Cell(model.name), 24, grows=True, ids=True),
        Column("endpoints", _endpoints, 15, rank=1),
        number_column("context", lambda model: model.context_length, 8, _context, rank=2),
        Column("state", _state, 18, rank=3),
        Column("features", _features, 40, wide=True),
    )

    BINDING_GROUP_TITLE = "Models"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "use", "Chat with it", id="models.use"),
        Binding("p", "try", "Try in playground", id="models.try"),
        Binding("f", "narrow", "Filter by ability", id="models.narrow"),
    ]

    def identify(self, row: Model) -> str:
        """Models are known by their names."""
        return row.name

    def name_of(self, row: Model) -> str:
        """Its name."""
        return row.name

    def raw(self, row: Model) -> Any:
        """As the server described it, without what we do not know."""
        return row.model_dump(mode="json", exclude_unset=True)

    def request_of(self, row: Model) -> Request:
        """GET /v1/models/{model}."""
        return Request("GET", f"/v1/models/{row.name}")

    def pages(self) -> Pages[Model]:
        """Every model."""
        return self.services.models.list(page_size=1000)

    async def fetch(self, row_id: str) -> Model:
        """One model."""
        return await self.services.models.get(row_id)

    def overview(self, row: Model) -> tuple[FactLine, ...]:
        """What it can do, and how it samples when nobody says."""
        warning = (Note("This model is deprecated.", Tone.WARNING),) if row.is_deprecated else ()
        features = "not said" if row.features is None else ", ".join(row.features) or "none"
        context = "not said" if row.context_length is None else f"{row.context_length:,} tokens"
        return (
            *warning,
            Fact("name", row.name),
            Fact("endpoints", ", ".join(row.endpoints) or "not said"),
            Fact("default for", ", ".join(row.default_endpoints) or "nothing"),
            Fact("context", context),
            Fact("features", features),
            Fact("fine-tuned", {True: "yes", False: "no", None: "not said"}[row.finetuned]),
            Fact("tokenizer", row.tokenizer_url or "not said"),
            *_sampling(row.sampling_defaults),
        )

    def related(self, row: Model) -> tuple[FactLine, ...]:
        """A fine-tuned model comes from a fine-tune."""
        if not row.finetuned:
            return ()
        made_by = row.name.removesuffix("-ft")
        return (Fact("fine-tune", made_by, link=Link("finetunes", made_by)),)

    @work(exclusive=True, group="narrow")
    async def action_narrow(self) -> None:
        """Pick an endpoint or a feature; the filter is for the models that have it."""
        found = Counter(one for row in self.listing.rows for one in _abilities(row))
        choices = [
            Choice(f"{column}:{name}", f"{column[:-1]} {name}", count(models, "model"))
            for (column, name), models in sorted(found.items())
        ]
        words = await self.app.push_screen_wait(Picker("Models with", choices))
        if words is not None:
            self.table.filter_by(words)

    def action_use(self) -> None:
        """Begin a chat with the model."""
        if self.pointed is None:
            return
        if "chat" in self.pointed.endpoints:
            self.go_to(Link("chat", self.pointed.name, what="model"))
        else:
            self.app.notify(f"{self.pointed.name} does not chat.", severity="warning")

    @work(exclusive=True, group="try")
    async def action_try(self) -> None:
        """Take the model to a playground; where several can use it, to the one that is picked."""
        model = self.pointed
        if model is None:
            return
        names = [one.name for one in PLAYGROUNDS if one.name in model.endpoints]
        if not names:
            self.app.notify(f"No playground is for what {model.name} does.", severity="warning")
            return
        picked: str | None = names[0]
        if len(names) > 1:
            choices = [Choice(one.name, one.title) for one in PLAYGROUNDS if one.name in names]
            picked = await self.app.push_screen_wait(Picker(f"Try {model.name}", choices))
        if picked is not None:
            self.go_to(Link("playground", model.name, what=f"{picked}:model"))


def _abilities(model: Model) -> Iterator[tuple[str, str]]:
    """What a model can do, by the column that says so."""
    yield from (("endpoints", name) for name in model.endpoints)
    yield from (("features", name) for name in model.features or ())


def _sampling(defaults: SamplingDefaults | None) -> tuple[FactLine, ...]:
    if defaults is None:
        return ()
    known = defaults.model_dump(exclude_none=True)
    facts = (Fact(name.replace("_", " "), f"{value:g}") for name, value in known.items())
    return (Heading("When a request does not say"), *facts) if known else ()

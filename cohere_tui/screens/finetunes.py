"""Models trained on one's own data: the list, their trainings, new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError
from cohere_tui.models.finetunes import FinetuneChanges, FinetuneRequest
from cohere_tui.plain import one_line
from cohere_tui.screens import finetune_facts as facts
from cohere_tui.screens import finetune_form as forms
from cohere_tui.screens.finetune_compare import MOST, Comparison
from cohere_tui.screens.resource.deeds import Deed
from cohere_tui.screens.training import TrainingScreen
from cohere_tui.state.code import Request
from cohere_tui.state.columns import Cell, Column, Tone, id_column
from cohere_tui.state.facts import Fact, FactLine, Link, Note
from cohere_tui.state.moments import age_column
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from cohere_tui.models.datasets import Dataset
    from cohere_tui.models.finetunes import FinetunedModel
    from cohere_tui.services.paging import Pages
    from cohere_tui.state.form import Values

_WHY_NOT = {
    "QUEUED": "it is queued",
    "FINETUNING": "it is still in training",
    "DEPLOYING_API": "it is being deployed",
    "FAILED": "its training failed",
    "DELETED": "it was deleted",
    "PAUSED": "it was paused because nobody used it",
    "TEMPORARILY_OFFLINE": "it is offline for a while",
}


class FinetunesScreen(TrainingScreen):
    """The list of fine-tunes, and everything about each."""

    PLACE = "finetunes"
    NOUN = "fine-tune"
    NOUNS = "fine-tunes"
    EMPTY = (
        "There are no fine-tunes yet.\n\n"
        "A fine-tune is a model trained on a dataset of yours: n begins one."
    )
    COLUMNS: ClassVar[tuple[Column[Any], ...]] = (
        Column("name", lambda model, _: Cell(model.name or model.id), 16, grows=True),
        Column("type", lambda model, _: Cell(model.settings.base_model.kind), 14, rank=2),
        Column("status", facts.status, 16),
        id_column("dataset", lambda model: model.settings.dataset_id, 18, rank=3),
        age_column("age", lambda model: model.created_at, unknown="", rank=1),
        id_column("model", facts.model_name, 16, rank=4),
        id_column("id", lambda model: model.id, 36, wide=True),
        Column("strategy", facts.strategy, 8, wide=True),
        age_column("used", lambda model: model.last_used, unknown="", wide=True),
        Column("hyperparameters", facts.hyperparameters, 40, wide=True),
    )

    BINDING_GROUP_TITLE = "Fine-tunes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="finetunes.new"),
        Binding("u", "use", "Chat with it", id="finetunes.use"),
        Binding("c", "compare", "Compare", id="finetunes.compare"),
        Binding("e", "rename", "Rename", id="finetunes.rename", show=False),
        Binding(
            "E", "rename(True)", "Rename in $EDITOR", id="finetunes.rename_outside", show=False
        ),
    ]
    WRITES: ClassVar[frozenset[str]] = frozenset({"new", "rename"})

    # --- what a row is

    def identify(self, row: FinetunedModel) -> str:
        """Its id."""
        return row.id

    def name_of(self, row: FinetunedModel) -> str:
        """Its name, which others may have too."""
        return row.name or row.id

    def raw(self, row: FinetunedModel) -> Any:
        """As the server described it, without the key of W&B."""
        return row.model_dump(mode="json", exclude_unset=True)

    def request_of(self, row: FinetunedModel) -> Request:
        """GET /v1/finetuning/finetuned-models/{id}."""
        return Request("GET", f"{forms.PATH}/{row.id}")

    def pages(self) -> Pages[FinetunedModel]:
        """All, the newest first."""
        return self.services.finetunes.list()

    async def fetch(self, row_id: str) -> FinetunedModel:
        """One of them."""
        return await self.services.finetunes.get(row_id)

    def in_progress(self, row: FinetunedModel) -> bool:
        """Whether it is on its way to be ready."""
        return not row.over

    def outcome(self, row: FinetunedModel) -> tuple[str, Tone]:
        """What became of it."""
        return row.status_word, facts.tone_of(row.stage)

    def overview(self, row: FinetunedModel) -> tuple[FactLine, ...]:
        """Settings, hyperparameters, W&B; of a failed one why."""
        return facts.overview(row, self.trainings.get(row.id))

    def related(self, row: FinetunedModel) -> tuple[FactLine, ...]:
        """Its dataset; the model it became; a chat with that."""
        dataset, model = row.settings.dataset_id, row.model_name
        lines: list[FactLine] = []
        if dataset:
            lines.append(Fact("dataset", dataset, link=Link("datasets", dataset)))
        if row.ready:
            lines.append(Fact("model", model, link=Link("models", model)))
        else:
            lines.append(Fact("model", f"{model}, not ready", Tone.QUIET, copied=model))
        if why_not := why_no_chat(row):
            lines.append(Note(f"No chat with it: {why_not}."))
        else:
            lines.append(Fact("chat", "begin one", link=Link("chat", model, what="model")))
        return tuple(lines)

    # --- what can be done

    def deletion(self) -> Deed[FinetunedModel]:
        """For good, with the model."""
        return Deed(
            "Delete",
            "deleted",
            lambda row: self.services.finetunes.delete(row.id),
            "The model can no longer be used, and its training is lost. The dataset stays.",
            removes=True,
        )

    def action_use(self) -> None:
        """Begin a chat with the model, or say why not."""
        if self.pointed is None:
            return
        if why_not := why_no_chat(self.pointed):
            name = one_line(self.name_of(self.pointed), 60)
            self.app.notify(f"No chat with {name}: {why_not}.", severity="warning")
        else:
            self.go_to(Link("chat", self.pointed.model_name, what="model"))

    def action_compare(self) -> None:
        """Show the curves of all that are marked in one chart."""
        rows = self.listing.chosen
        if len(rows) < 2:
            self.app.notify("Mark two or more with space: c compares their curves.")
        elif len(rows) > MOST:
            self.app.notify(f"At most {MOST} can be told apart: unmark some.", severity="warning")
        elif self.house is not None:
            self.app.push_screen(Comparison(self.services.finetunes, rows, self.trainings))

    @work(exclusive=True, group="form")
    async def action_new(self) -> None:
        """Ask for what a new fine-tune needs, and begin it."""
        if self.house is not None:
            await self._create("New fine-tune", None)

    def begin(self, given: str) -> None:
        """Begin one with a dataset that somebody comes with."""
        self._new_on(given)

    @work(exclusive=True, group="form")
    async def _new_on(self, given: str) -> None:
        try:
            with self.saying("loading…"):
                dataset = await self.services.datasets.get(given)
        except CohereTuiError as error:
            error.again_with("n")
            self.trouble("thing", error)
            return
        await self._create(f"New fine-tune on {one_line(given, 40)}", dataset)

    async def _create(self, title: str, given: Dataset | None) -> None:
        form = forms.FinetuneForm(self.services.datasets, given)

        async def send(values: Values) -> FinetunedModel:
            request = FinetuneRequest.of(forms.request_fields(values))
            return await self.services.finetunes.create(request)

        made = await self.fill_in(
            Form(
                title,
                form.fields,
                check=form.check,
                send=send,
                request=forms.creation,
                base_url=self.base_url,
                drafts=self.drafts,
            )
        )
        if made is not None:
            self.app.notify(f"{one_line(made.name, 60)}: {made.status_word}.")
            self.action_reload()
            if made.id:
                self.reveal(made.id)

    @work(exclusive=True, group="form")
    async def action_rename(self, outside: bool = False) -> None:
        """Ask for another name, in the editor if wanted, and give it."""
        row = self.pointed
        if row is None:
            return

        async def send(values: Values) -> FinetunedModel:
            changes = FinetuneChanges.of({"name": values["name"]})
            return await self.services.finetunes.update(row.id, changes)

        renamed = await self.fill_in(
            Form(
                f"Rename {one_line(self.name_of(row), 50)}",
                forms.name_fields(row),
                check=forms.name_faults,
                send=send,
                verb="Rename",
                request=lambda values: forms.renaming(row, values),
                base_url=self.base_url,
            ),
            outside=outside,
        )
        if renamed is not None:
            self.renew(renamed)

    @property
    def base_url(self) -> str:
        """The server's address, for requests as code."""
        return "" if self.house is None else self.house.base_url


def why_no_chat(model: FinetunedModel) -> str:
    """Why nobody can chat with it now; empty when one can."""
    kind = model.settings.base_model.kind
    if kind in ("classification", "rerank"):
        does = {"classification": "classifies", "rerank": "ranks"}[kind]
        return f"it {does}, and does not chat"
    if model.ready:
        return ""
    return _WHY_NOT.get(model.stage, f"it is not ready, but {model.status_word}")

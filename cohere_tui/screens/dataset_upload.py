"""From a file to an upload: described in a form, checked here, looked at, agreed to.

All of it stands on the form, which keeps what was written whatever comes of the steps behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType

from cohere_tui.errors import CohereTuiError, FileRefused
from cohere_tui.plain import one_line
from cohere_tui.screens import dataset_forms as forms
from cohere_tui.state.columns import Tone
from cohere_tui.state.data_rows import columns_of, numbered
from cohere_tui.state.facts import Fact, FactLine, Note
from cohere_tui.state.listing import Listing
from cohere_tui.state.naming import count
from cohere_tui.state.sizes import size
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.detail.fact_list import FactList
from cohere_tui.widgets.detail.json_dialog import JsonDialog
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.progress import UnderWay, watched
from cohere_tui.widgets.reading_dialog import ReadingDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from textual.app import App, ComposeResult

    from cohere_tui.errors import FileFault
    from cohere_tui.screens.dataset_forms import Plan
    from cohere_tui.services.datasets import DatasetService
    from cohere_tui.state.checked import CheckedFile
    from cohere_tui.state.code import Request
    from cohere_tui.state.form import Values
    from cohere_tui.state.pace import Pace

TITLE: Final = "Upload a dataset"
_MOST_FACTS: Final = 9


@dataclass(frozen=True, slots=True)
class Agreed:
    """An upload that the person has seen and wants."""

    plan: Plan
    checked: tuple[CheckedFile, ...]


class NotYet(CohereTuiError):
    """The person went back to the form."""


def upload_form(
    app: App[object],
    service: DatasetService,
    base_url: str,
    drafts: MutableMapping[str, Values],
    data: str = "",
) -> Form[Agreed]:
    """Asks for an upload; the answer is what was checked and agreed to."""

    async def send(values: Values) -> Agreed:
        plan = forms.plan_of(values)
        checked = await _checked(app, service, plan)
        review = ReviewDialog(plan, checked, forms.request_of(values), base_url)
        if await app.push_screen_wait(review):
            return Agreed(plan, checked)
        for file in checked:
            if file.faults:
                raise FileRefused(_refusal(file), file.faults)
        raise NotYet("Nothing was sent.")

    return Form(
        TITLE,
        forms.fields(data),
        check=forms.faults_of,
        send=send,
        verb="Check the file",
        doing="reading…",
        request=forms.request_of,
        base_url=base_url,
        drafts=drafts,
        adapt=forms.Names(drafts.get(TITLE, {}).get("data", data)).adapt,
        hints=forms.says,
    )


async def _checked(
    app: App[object], service: DatasetService, plan: Plan
) -> tuple[CheckedFile, ...]:
    async def run(show: Callable[[UnderWay], None]) -> tuple[CheckedFile, ...]:
        def moved(pace: Pace) -> None:
            show(UnderWay(f"reading {one_line(plan.data.name, 60)}", pace))

        return await service.check(plan.new, plan.data, plan.eval_data, moved)

    return await watched(app, "Checking the file", run)


def _refusal(file: CheckedFile) -> str:
    first = file.faults[0]
    where = f"line {first.line}: " if first.line else ""
    more = f", and {len(file.faults) - 1} more" if len(file.faults) > 1 else ""
    return f"{one_line(file.path.name, 60)}, {where}{one_line(first.what, 200)}{more}"


class ReviewDialog(ReadingDialog[bool]):
    """What was found in the files: what is wrong, what to know, the first rows."""

    DEFAULT_CSS = """
    ReviewDialog {
        & .dialog { width: 110; }
        & FactList, & FactList:ansi { height: auto; max-height: 40vh; margin-top: 1; }
        & FactList { background: $surface; }
        & RowsPage { height: 9; margin-top: 1; }
        & RowsPage Table, & RowsPage TableRows { background: $surface; }
        &:ansi FactList, &:ansi RowsPage Table, &:ansi RowsPage TableRows {
            background: ansi_default;
        }
    }
    ReviewDialog.-short { & FactList, & RowsPage { margin-top: 0; } }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s,f5", "upload", "Upload", id="review.upload", priority=True),
        Binding("x", "code", "As code", id="review.code"),
        Binding("escape", "close", "Back to the form", id="dialog.close"),
    ]

    BINDING_GROUP_TITLE = "Uploads that were checked"
    cancelled = False

    def __init__(
        self, plan: Plan, files: tuple[CheckedFile, ...], request: Request, base_url: str
    ) -> None:
        self.files = files
        """What was found."""
        self.good = not any(file.faults for file in files)
        """Whether they can be uploaded."""
        name = one_line(plan.new.name, 49)
        super().__init__(f"Upload {name}?" if self.good else f"{name} cannot be uploaded like this")
        self._request = request
        self._base_url = base_url

    def body(self) -> ComposeResult:
        """Files, faults and warnings; then the first rows of the data."""
        yield FactList(*_findings(self.files))
        page = RowsPage(lambda row: row.values)
        rows = numbered(self.files[0].preview)
        page.show(
            Listing(columns_of("", rows), lambda row: row.id).with_rows(rows), "The first rows:"
        )
        page.display = bool(rows)
        yield page

    def on_mount(self) -> None:
        """As high as what there is to say."""
        self.query_one(RowsPage).styles.height = len(self.files[0].preview) + 2
        self.watch(self.query_one(FactList), "virtual_size", self._grow)

    def _grow(self) -> None:
        facts = self.query_one(FactList)
        facts.styles.height = max(1, min(facts.virtual_size.height, _MOST_FACTS))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is wrong is not uploaded."""
        return self.good if action == "upload" else super().check_action(action, parameters)

    def action_upload(self) -> None:
        """Agree."""
        self.dismiss(True)

    def action_code(self) -> None:
        """Show what is sent as code."""
        self.app.push_screen(CodeView(self._request, self._base_url))

    @on(RowsPage.Opened)
    def open_row(self, event: RowsPage.Opened) -> None:
        """Show a row whole."""
        row = self.query_one(RowsPage).listing.get(event.id)
        if row is not None:
            self.app.push_screen(JsonDialog(f"Row {row.number}", row.values))

    @on(FactList.CopyAsked)
    def copy_asked(self, event: FactList.CopyAsked) -> None:
        """Copy what is wrong."""
        self.app.copy_to_clipboard(event.text)


def _findings(files: tuple[CheckedFile, ...]) -> tuple[FactLine, ...]:
    return tuple(line for file in files for line in _finding(file))


def _finding(file: CheckedFile) -> Iterator[FactLine]:
    rows = count(file.rows, "row")
    broken = f", {count(file.broken, 'row')} broken" if file.broken else ""
    tone = Tone.FAILED if file.faults else Tone.READY
    yield Fact(
        one_line(file.path.name, 60),
        f"{rows}{broken}, {size(file.mark.size)}",
        tone,
        copied=str(file.path),
    )
    yield from (_said(fault, Tone.FAILED) for fault in file.faults)
    if file.more and file.faults:
        yield Note("There may be more: it was read no further.")
    yield from (_said(warning, Tone.WARNING) for warning in file.warnings)


def _said(fault: FileFault, tone: Tone) -> Fact:
    where = f"line {fault.line:,}" if fault.line else "whole file"
    return Fact(where, fault.what, tone, copied=f"{where}: {fault.what}")

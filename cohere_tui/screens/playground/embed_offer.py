"""Where texts are very many: the platform's own embed job is offered instead of many requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.embed import MOST_INPUTS
from cohere_tui.models.embed_jobs import EmbedJobRequest
from cohere_tui.screens.target import faults_of, path_in, target_fields
from cohere_tui.services.embed_by_job import JobPlan
from cohere_tui.state.form import Field, Kind, Option
from cohere_tui.state.naming import count
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.form.form import Form

if TYPE_CHECKING:
    from cohere_tui.models.embed import EmbedManyRequest
    from cohere_tui.state.form import Faults, Values

MOST_HERE: Final = 2_000
"""Above so many inputs a job is offered."""
_JOB: Final = "job"
_LACKING: Final = ("output_dimension", "max_tokens", "priority")
"""What a request can say and a job cannot."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How it is to be done."""

    plan: JobPlan | None = None
    """By this job; None: by requests all the same."""


def offer(values: Values, request: EmbedManyRequest) -> Form[Wish]:
    """Asks how so many texts are to be embedded; nothing is sent when it is left."""
    texts = request.texts or ()

    async def agree(written: Values) -> Wish:
        if written["how"] != _JOB:
            return Wish()
        fields = _fields_of(request, written["model"])
        return Wish(JobPlan(texts, fields, path_in(written), bool(written.get("replace"))))

    def check(written: Values) -> Faults:
        if written["how"] != _JOB:
            return {}
        body = {**_fields_of(request, written["model"]), "dataset_id": "to be made"}
        return {**EmbedJobRequest.faults(body), **faults_of(written)}

    return Form(
        f"Embed {count(len(texts), 'text')}",
        _fields(values, len(texts)),
        check=check,
        send=agree,
        verb="Begin",
        doing="beginning…",
        note=_note(request),
    )


def without_job(request: EmbedManyRequest) -> Confirm:
    """Asks whether so many texts are to be sent from here, where a job may not be made."""
    texts = len(request.texts or ())
    return Confirm(
        f"Embed {count(texts, 'text')} with {_requests(texts)}?",
        "So many are a task for an embed job, but that uploads them, and the profile is read-only. "
        "ctrl+c stops the requests; what came is kept.",
        yes="Send them",
        no="Not now",
    )


def _requests(texts: int) -> str:
    return count(-(-texts // MOST_INPUTS), "request")


def _fields(values: Values, texts: int) -> tuple[Field, ...]:
    here = f"with {_requests(texts)} from here"
    ways = (Option(_JOB, "by an embed job"), Option("here", here))
    _, path, again = target_fields("embeddings", (Option("jsonl", "JSONL"),))
    return (
        Field("how", "How", Kind.CHOICE, _JOB, options=ways),
        Field(
            "model", "Model", value=values.get("model", ""), shown=_by_job,
            hint="the guide of embed jobs names the v3 models",
        ),
        replace(path, label="Vectors into", hint="as JSONL", shown=_by_job),
        replace(again, shown=lambda written: _by_job(written) and again.shown(written)),
    )  # fmt: skip


def _note(request: EmbedManyRequest) -> str:
    lost = [name for name in _LACKING if getattr(request, name) is not None]
    what = (
        "So many are a task for an embed job: the texts are uploaded as a dataset, the platform "
        "embeds them, and the vectors are downloaded into a file. ctrl+c stops at any step and "
        "says what is on the server."
    )
    words = ", ".join(name.replace("_", " ") for name in lost)
    return f"{what} A job does not know: {words}." if lost else what


def _fields_of(request: EmbedManyRequest, model: str) -> dict[str, Any]:
    """The fields of the job, but for its dataset."""
    fields: dict[str, Any] = {
        "model": model,
        "input_type": request.input_type,
        "embedding_types": request.embedding_types,
    }
    # A job cannot refuse what is too long.
    return fields | ({"truncate": request.truncate} if request.truncate in ("START", "END") else {})


def _by_job(values: Values) -> bool:
    return values.get("how") == _JOB

"""What is asked for when a dataset is made of a file, and what is sent then (API.md 14.1)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.models.dataset_types import TYPES, dataset_type
from cohere_tui.models.datasets import LARGEST_BYTES, NewDataset
from cohere_tui.plain import one_line
from cohere_tui.state.code import Request
from cohere_tui.state.form import Faults, Field, Kind, Option, Values
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from collections.abc import Sequence

PATH: Final = "/v1/datasets"
FIRST_TYPE: Final = "embed-input"
_LONGEST_NAME: Final = 49
_ESCAPES: Final = {r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\s": " ", r"\\": "\\"}
_ESCAPED: Final = re.compile(r"\\[ntrs\\]")
_ESCAPES_TOLD: Final = r"\n is a line end, \t a tab, \s a space"


@dataclass(frozen=True, slots=True)
class Plan:
    """An upload as it was described."""

    new: NewDataset
    data: Path
    eval_data: Path | None
    values: Values
    """What was written in the form."""


def fields(data: str = "") -> tuple[Field, ...]:
    """What a new dataset is described by; `data` is the path of its file, where it is known."""
    return (
        Field(
            "data",
            "File",
            Kind.PATH,
            data,
            hint="tab completes it, F7 shows the folders",
            given=bool(data),
        ),
        Field("type", "Type", Kind.PICK, FIRST_TYPE, load=_types),
        Field("name", "Name", value=suggested(data), hint=f"1 to {_LONGEST_NAME} characters"),
        Field("eval_data", "Evaluation file", Kind.PATH, hint="if there is one", shown=_evaluated),
        Field("keep_fields", "Fields to keep", hint="besides its own; all rows must have them"),
        Field("optional_fields", "Optional fields", hint="kept where a row has them"),
        Field(
            "text_separator",
            "Text separator",
            hint=f"left empty: line ends; {_ESCAPES_TOLD}",
            shown=lambda values: _ending(values) == "txt",
        ),
        Field(
            "csv_delimiter",
            "CSV delimiter",
            hint=r"left empty: a comma; \t is a tab",
            shown=lambda values: _ending(values) == "csv",
        ),
        Field("skip_malformed_input", "Skip broken rows", Kind.TOGGLE),
        Field("keep_original_file", "Keep the original", Kind.TOGGLE),
    )


async def _types(_: Values) -> Sequence[Option]:
    return [Option(one.word, one.word, one.about) for one in TYPES if one.formats]


def says(values: Values) -> dict[str, str]:
    """What each field may be told about, given what is in the others."""
    kind = dataset_type(values["type"])
    if not kind.formats:
        return {}
    return {"type": f"{', '.join(kind.formats)}; each row has {kind.columns}"}


class Names:
    """The name follows the file, until a person writes another one; `path` is where it begins."""

    def __init__(self, path: str = "") -> None:
        self._ours = {"", suggested(path)}

    def adapt(self, changed: str, values: Values) -> Values:
        """What the change of one field brings into others."""
        if changed != "data" or values["name"] not in self._ours:
            return {}
        name = suggested(values["data"])
        self._ours.add(name)
        return {"name": name}


def suggested(path: str) -> str:
    """A name for the dataset, from the file's."""
    return one_line(Path(path).stem, _LONGEST_NAME) if path else ""


# --- what is in it


def plan_of(values: Values) -> Plan:
    """The upload that is described. Raises `RequestInvalid`."""
    new = NewDataset.of(_body(values))
    return Plan(new, _path(values["data"]), _eval_path(values), dict(values))


def faults_of(values: Values) -> Faults:
    """What is wrong, by field, as far as that can be seen without reading the files."""
    found = {
        name.partition(".")[0]: what for name, what in NewDataset.faults(_body(values)).items()
    }
    formats = dataset_type(values["type"]).formats
    wrong = _wrong_file(values["data"], formats) if values["data"] else "choose a file"
    if wrong:
        found["data"] = wrong
    if values.get("eval_data") and (wrong := _wrong_file(values["eval_data"], formats)):
        found["eval_data"] = wrong
    return found


def request_of(values: Values) -> Request:
    """What would be sent. Raises `RequestInvalid`."""
    plan = plan_of(values)
    query = [
        (name, str(one).lower() if isinstance(one, bool) else str(one))
        for name, value in plan.new.to_wire().items()
        for one in (value if isinstance(value, list) else [value])
    ]
    files = {"data": str(plan.data)}
    if plan.eval_data is not None:
        files["eval_data"] = str(plan.eval_data)
    return Request("POST", PATH, query=query, files=files)


def _body(values: Values) -> dict[str, Any]:
    """The fields of a `NewDataset`: only what was filled in."""
    body: dict[str, Any] = {"name": values["name"], "type": values["type"]}
    for name in ("keep_fields", "optional_fields"):
        if listed := [one.strip() for one in values[name].split(",") if one.strip()]:
            body[name] = listed
    for name in ("text_separator", "csv_delimiter"):
        if text := _ESCAPED.sub(lambda found: _ESCAPES[found[0]], values.get(name, "")):
            body[name] = text
    for name in ("skip_malformed_input", "keep_original_file"):
        if values[name]:
            body[name] = True
    return body


def _path(typed: str) -> Path:
    return Path(typed).expanduser()


def _eval_path(values: Values) -> Path | None:
    return _path(values["eval_data"]) if values.get("eval_data") else None


def _ending(values: Values) -> str:
    return Path(values["data"].strip()).suffix.lower().removeprefix(".")


def _evaluated(values: Values) -> bool:
    return dataset_type(values["type"]).evaluated


def _wrong_file(typed: str, formats: tuple[str, ...]) -> str:
    """Why a file cannot be uploaded, as far as its folder tells."""
    try:
        path = _path(typed)
        found = path.stat()
        if path.is_dir():
            return "is a folder: go on to a file in it"
        if not path.is_file():
            return "is not an ordinary file"
    except FileNotFoundError:
        return "there is no such file"
    except (OSError, RuntimeError, ValueError) as error:
        return f"cannot be used: {one_line(getattr(error, 'strerror', '') or str(error), 100)}"
    if not os.access(path, os.R_OK):
        return "may not be read"
    if not found.st_size:
        return "is empty"
    if found.st_size > LARGEST_BYTES:
        return f"has {size(found.st_size)}; a dataset can have {size(LARGEST_BYTES)}"
    if formats and path.suffix.lower().removeprefix(".") not in formats:
        return f"wants a file that ends in {' or '.join(f'.{one}' for one in formats)}"
    return ""

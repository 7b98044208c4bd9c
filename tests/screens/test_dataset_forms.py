"""What an upload is described by, and the request that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui.errors import RequestInvalid
from cohere_tui.models.dataset_types import UPLOADS
from cohere_tui.screens import dataset_forms as forms

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "harbours.csv"
    path.write_text("text\nCobh\n")
    return path


def values(data: Path | str, /, **more: str) -> dict[str, str]:
    filled = {field.name: field.value for field in forms.fields()}
    return filled | {"data": str(data), "name": "harbours"} | more


def test_a_plain_upload_needs_a_file_and_a_name(data: Path) -> None:
    assert forms.faults_of(values(data)) == {}
    plan = forms.plan_of(values(data))
    assert (plan.data, plan.eval_data) == (data, None)
    query = forms.request_of(values(data)).query
    assert list(query) == [("name", "harbours"), ("type", "embed-input")]


def test_every_option_is_in_the_request(data: Path) -> None:
    request = forms.request_of(
        values(
            data,
            type="chat-finetune-input",
            eval_data=str(data),
            keep_fields="lang, year,",
            optional_fields="note",
            text_separator=r"\n\s\\n",
            csv_delimiter=r"\t",
            skip_malformed_input="yes",
            keep_original_file="yes",
        )
    )
    assert (request.method, request.path) == ("POST", "/v1/datasets")
    assert list(request.query) == [
        ("name", "harbours"),
        ("type", "chat-finetune-input"),
        ("keep_fields", "lang"),
        ("keep_fields", "year"),
        ("optional_fields", "note"),
        ("text_separator", "\n \\n"),
        ("csv_delimiter", "\t"),
        ("keep_original_file", "true"),
        ("skip_malformed_input", "true"),
    ]
    assert request.files == {"data": str(data), "eval_data": str(data)}


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("name", "", "1 to 49"),
        ("name", "x" * 50, "1 to 49"),
        ("csv_delimiter", ";;", "one character"),
        ("csv_delimiter", '"', "quotes"),
        ("type", "embed-result", "embed-input"),
        ("data", "", "choose a file"),
        ("data", "/no/such/file.csv", "no such file"),
        ("data", "/", "is a folder"),
        ("data", "/dev/null", "not an ordinary file"),
        ("data", "~nobody-of-that-name/x.csv", "cannot be used"),
        ("data", "a\0b.csv", "cannot be used"),
        ("eval_data", "/no/such/file.csv", "no such file"),
    ],
)
def test_what_is_wrong_is_said_under_its_field(
    data: Path, field: str, value: str, what: str
) -> None:
    faults = forms.faults_of(values(data, **{field: value}))
    assert list(faults) == [field]
    assert what in faults[field]


def test_files_that_need_not_even_be_read(data: Path) -> None:
    empty, ending = data.with_name("empty.csv"), data.with_suffix(".pdf")
    empty.touch()
    data.rename(ending)
    assert forms.faults_of(values(empty)) == {"data": "is empty"}
    assert "ends in .csv or .jsonl or .txt" in forms.faults_of(values(ending))["data"]
    huge = data.with_name("huge.csv")
    with huge.open("wb") as file:
        file.truncate(1_500_000_001)
    assert "a dataset can have 1.5 GB" in forms.faults_of(values(huge))["data"]


def test_no_request_is_made_of_what_is_wrong(data: Path) -> None:
    with pytest.raises(RequestInvalid):
        forms.request_of(values(data, name=""))


def shown(filled: dict[str, Any]) -> set[str]:
    return {field.name for field in forms.fields() if field.shown(filled)}


def test_only_options_that_fit_are_asked_for(data: Path) -> None:
    always = {
        "data",
        "type",
        "name",
        "keep_fields",
        "optional_fields",
        "skip_malformed_input",
        "keep_original_file",
    }
    assert shown(values("")) == always
    assert shown(values(data)) == always | {"csv_delimiter"}
    assert shown(values("a.TXT")) == always | {"text_separator"}
    assert shown(values("a.jsonl", type="reranker-finetune-input")) == always | {"eval_data"}


async def test_the_types_that_can_be_uploaded_are_offered() -> None:
    (kinds,) = (field for field in forms.fields() if field.name == "type")
    assert kinds.load is not None
    assert tuple(one.value for one in await kinds.load({})) == UPLOADS
    assert forms.says(values("", type="embed-input")) == {
        "type": "csv, jsonl, txt; each row has text"
    }
    assert forms.says(values("", type="")) == {}


def test_the_name_follows_the_file_until_a_person_writes_one() -> None:
    names = forms.Names()
    assert names.adapt("data", values("/a/har", name="")) == {"name": "har"}
    assert names.adapt("data", values("/a/harbours.csv", name="har")) == {"name": "harbours"}
    assert names.adapt("name", values("/a/harbours.csv", name="x")) == {}
    assert names.adapt("data", values("/a/b.csv", name="my own")) == {}
    again = forms.Names("/a/empty.csv")
    assert again.adapt("data", values("/a/full.csv", name="empty")) == {"name": "full"}
    assert forms.suggested(f"/a/{'x' * 60}\n.csv") == "x" * 48 + "…"

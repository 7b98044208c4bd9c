from __future__ import annotations

from cohere_tui.state.form import Field, Kind
from cohere_tui.state.playground.subject import subject

FIELDS = (
    Field("model", "Model", Kind.PICK),
    Field("what", "Inputs", Kind.CHOICE, "texts"),
    Field("examples", "Examples", Kind.EXAMPLES),
    Field("texts", "Texts", Kind.TEXTS),
    Field("file", "File", Kind.PATH),
)


def test_a_run_is_told_by_its_text_and_not_by_its_settings() -> None:
    values = {"model": "m", "what": "texts", "examples": "a: b", "texts": "one\n  two"}
    assert subject(FIELDS, values) == "one two"
    assert subject(FIELDS, {"model": "m", "what": "texts"}) == ""
    assert len(subject(FIELDS, {"texts": "long " * 1000})) < 500


def test_of_a_long_path_the_name_is_read_first() -> None:
    assert subject(FIELDS, {"file": "/home/me/scans/page.png"}) == "page.png  /home/me/scans/"
    assert subject(FIELDS, {"file": "page.png"}) == "page.png"
    assert subject(FIELDS, {"file": "https://a.b/c.png"}) == "c.png  https://a.b/"

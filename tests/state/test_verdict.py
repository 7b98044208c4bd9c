"""What is said under fields, and which of them are in sight."""

from __future__ import annotations

from cohere_tui.state.form import Field
from cohere_tui.state.verdict import Verdict, verdicts, wrong

FIELDS = (
    Field("name", "Name", hint="up to 100 letters"),
    Field("url", "URL", shown=lambda values: bool(values["name"])),
    Field("seed", "Seed", value="0", extra=True),
)
BARE = {"name": "", "url": "", "seed": "0"}
FAULTS = {"name": "is missing", "seed": "is no number"}


def test_what_is_allowed_is_said_before_anything_is_judged() -> None:
    found = verdicts(FIELDS, BARE, FAULTS, {"name": "any"}, judged=(), more=False)
    assert found == {
        "name": Verdict("any"),
        "url": Verdict("", shown=False),
        "seed": Verdict("", shown=False),
    }
    assert verdicts(FIELDS, BARE, {}, {}, judged=(), more=False)["name"].told == "up to 100 letters"


def test_what_is_wrong_is_said_of_those_that_are_judged() -> None:
    found = verdicts(FIELDS, BARE, FAULTS, {}, judged={"name"}, more=False)
    assert found["name"] == wrong("is missing") == Verdict("! is missing", is_wrong=True)
    assert not found["seed"].shown


def test_what_is_seldom_wanted_is_seen_when_it_matters() -> None:
    def is_shown(seed: str, *, more: bool = False, judged: tuple[str, ...] = ()) -> bool:
        values = {**BARE, "seed": seed}
        return verdicts(FIELDS, values, FAULTS, {}, judged=judged, more=more)["seed"].shown

    assert not is_shown("0")
    assert is_shown("7")
    assert is_shown("0", more=True)
    assert is_shown("0", judged=("seed",))


def test_what_does_not_matter_is_not_seen_even_when_it_is_wrong() -> None:
    def url(name: str) -> Verdict:
        values = {**BARE, "name": name}
        return verdicts(FIELDS, values, {"url": "is missing"}, {}, judged={"url"}, more=True)["url"]

    assert not url("").shown
    assert url("atlas") == wrong("is missing")

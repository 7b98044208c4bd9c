"""Every binding of the app keeps the rules of the keymap, wherever it belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from textual import actions
from textual.app import App
from textual.binding import Binding
from textual.keys import key_to_character
from textual.screen import Screen

from cohere_tui.app import CohereTui
from cohere_tui.screens.catalog import our_classes, scopes
from cohere_tui.widgets.deeds import all_deeds
from cohere_tui.widgets.keymap import NEVER, is_safe, keys_of
from cohere_tui.widgets.palette import commands_of
from docs.keys import FILE, page
from tests.stubs import ChatStub, PaperHouse, Stubbed, start
from tests.until import until

if TYPE_CHECKING:
    from pathlib import Path

    from textual.dom import DOMNode

OURS = tuple(kind for kind in our_classes() if "BINDINGS" in kind.__dict__)
EXTRAS = {"text.delete_word_right"}
"""Editing that other keys can do as well, and that has no sure key left."""
OWN = [(kind, binding) for kind in OURS for binding in kind.__dict__["BINDINGS"]]


def named(pair: object) -> str:
    return pair.__name__ if isinstance(pair, type) else str(getattr(pair, "id", pair))


def test_the_walk_finds_what_it_should() -> None:
    assert CohereTui in OURS
    assert len(OWN) > 30


@pytest.mark.parametrize(("kind", "binding"), OWN, ids=named)
class TestEach:
    def test_has_an_id_and_says_what_it_does(self, kind: type, binding: object) -> None:
        assert isinstance(binding, Binding), f"{kind.__name__}: {binding}"
        assert binding.id, binding
        area, dot, verb = binding.id.partition(".")
        assert dot, binding.id
        assert area.isidentifier(), binding.id
        assert verb.replace(".", "_").isidentifier(), binding.id
        assert binding.description[:1].isupper() or binding.description[:1] == "$", binding

    def test_has_a_key_that_every_terminal_sends(self, kind: type, binding: Binding) -> None:
        safe = any(is_safe(key) for key in keys_of(binding, {}))
        assert safe or binding.id in EXTRAS, binding

    def test_has_no_key_that_arrives_as_another(self, kind: type, binding: Binding) -> None:
        assert not NEVER & set(keys_of(binding, {})), binding

    def test_takes_no_letter_before_a_text_field(self, kind: type, binding: Binding) -> None:
        typed = {key: key_to_character(key) or "\0" for key in keys_of(binding, {})}
        printable = [key for key, character in typed.items() if character.isprintable()]
        assert not (binding.priority and printable), binding

    def test_has_an_action(self, kind: type[DOMNode], binding: Binding) -> None:
        namespace, name, _ = actions.parse(binding.action)
        owner: type = {"app": CohereTui, "screen": Screen}.get(namespace, kind)
        assert any(hasattr(owner, f"{start}action_{name}") for start in ("", "_")), binding


@pytest.mark.parametrize("kind", [kind for kind, _ in scopes()], ids=named)
def test_no_key_does_two_things_in_one_place(kind: type[DOMNode]) -> None:
    bindings = dict(scopes())[kind]
    by_key: dict[str, list[str]] = defaultdict(list)
    for binding in bindings:
        for key in keys_of(binding, {}):
            by_key[key].append(str(binding.id))
    assert {key: ids for key, ids in by_key.items() if len(ids) > 1} == {}


def test_an_id_means_one_thing() -> None:
    meant: dict[str, set[type]] = defaultdict(set)
    for kind, binding in OWN:
        meant[binding.id].add(kind)
    for name, kinds in meant.items():
        related = any(all(issubclass(kind, base) for kind in kinds) for base in kinds)
        assert related, f"{name} is defined by {kinds}"


def test_ctrl_c_and_ctrl_q_come_first_everywhere() -> None:
    keys = {"ctrl+c", "ctrl+q"}
    first = {str(one.id) for _, one in OWN if one.priority and keys & set(keys_of(one, {}))}
    assert first == {"app.cancel", "app.quit"}


def test_textuals_own_quit_and_copy_are_replaced() -> None:
    ctrl_c = CohereTui._merged_bindings
    assert ctrl_c is not None
    for key in ("ctrl+c", "ctrl+q"):
        assert all(binding.id for binding in ctrl_c.key_to_bindings[key])
    assert issubclass(CohereTui, App)


async def test_everything_that_can_be_done_is_in_the_palette(tmp_path: Path) -> None:
    app = Stubbed(start(tmp_path), build=lambda _: PaperHouse())
    async with app.run_test():
        await until(lambda: app.house is not None)
        names = {command.name for command in commands_of(app.screen, {})}
        assert isinstance(app.screen, ChatStub)
        assert {deed.id for deed in all_deeds(app.screen, {})} <= names
        here = {"reading.copy", "writing.editor", "chatstub.model", "app.quit", "go.models"}
        assert here <= names


def test_the_page_about_keys_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "run: make docs"

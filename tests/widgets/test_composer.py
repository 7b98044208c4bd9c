from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App
from textual.containers import Vertical
from textual.widgets import Label

from cohere_tui.widgets import writing_area
from cohere_tui.widgets.composer import MOST_LINES, Composer
from cohere_tui.widgets.pastes import FOLD_ABOVE
from tests.until import until

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.message import Message


class Page(App[None]):
    """A log's room and a composer under it; keeps what the composer posts."""

    CSS = "#log { height: 1fr; }"

    def __init__(self, composer: Composer) -> None:
        super().__init__()
        self.composer = composer
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label("log", id="log")
            yield self.composer

    def on_composer_sent(self, message: Composer.Sent) -> None:
        self.posted.append(message)

    def on_composer_scroll(self, message: Composer.Scroll) -> None:
        self.posted.append(message)

    def on_composer_leave(self, message: Composer.Leave) -> None:
        self.posted.append(message)

    def on_composer_recall(self, message: Composer.Recall) -> None:
        self.posted.append(message)

    def on_composer_edit_outside(self, message: Composer.EditOutside) -> None:
        self.posted.append(message)

    @property
    def sent(self) -> list[str]:
        return [message.text for message in self.posted if isinstance(message, Composer.Sent)]


def keys(page: Page, *names: str, gap: float = 1.0, at: float | None = None) -> None:
    """Put keys into the app's queue at once, `gap` seconds apart on their own clock."""
    for number, name in enumerate(names):
        character = name if len(name) == 1 else {"space": " ", "enter": "\r"}.get(name)
        key = events.Key("space" if name == " " else name, character)
        key.time = (key.time if at is None else at) + number * gap
        page.post_message(key)


SIZES = pytest.mark.parametrize("size", [(40, 15), (120, 40)], ids=["40x15", "120x40"])


@SIZES
async def test_enter_sends_and_ctrl_j_breaks_the_line(size: tuple[int, int]) -> None:
    page = Page(Composer())
    async with page.run_test(size=size) as pilot:
        await pilot.press("h", "i", "ctrl+j", "y", "o", "u", "enter")
        await until(lambda: page.sent)
        assert page.sent == ["hi\nyou"]
        assert page.composer.draft == ""


async def test_the_two_keys_can_be_swapped() -> None:
    page = Page(Composer(enter_sends=False))
    async with page.run_test() as pilot:
        await pilot.press("a", "enter", "b", "ctrl+j")
        await until(lambda: page.sent)
        assert page.sent == ["a\nb"]


async def test_the_two_keys_can_be_swapped_later_and_back() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        page.composer.enter_sends = False
        await pilot.press("a", "enter", "b", "ctrl+j")
        await until(lambda: page.sent == ["a\nb"])
        assert page.screen.active_bindings["ctrl+j"].binding.id == "composer.send"
        page.composer.enter_sends = True
        await pilot.press("c", "enter")
        await until(lambda: page.sent[1:] == ["c"])


async def test_keys_can_be_rebound_by_id() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        page.set_keymap({"composer.send": "f5"})
        await pilot.press("a", "enter", "b", "f5")
        await until(lambda: page.sent)
        assert page.sent == ["a\nb"]


async def test_nothing_but_space_is_not_sent() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        await pilot.press("space", "ctrl+j", "enter")
        assert page.composer.draft == " \n"
        assert not page.sent


async def test_keys_act_in_the_order_they_came_however_fast() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        keys(page, *"abx", "backspace", *"c", "left", *"-", "enter", *"next")
        await until(lambda: page.composer.text == "next")
        await pilot.pause()
        assert page.sent == ["ab-c"]


async def test_keys_that_come_as_a_paste_do_not_send_in_the_middle() -> None:
    page = Page(Composer())
    async with page.run_test():
        keys(page, *"first line", "enter", *"second line", "enter", gap=0.0001)
        await until(lambda: page.sent)
        assert page.sent == ["first line\nsecond line"]


async def test_who_stood_still_has_not_waited_for_the_rest_of_a_paste(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writing_area, "monotonic", count().__next__)  # it does nothing else
    page = Page(Composer())
    async with page.run_test():
        with monkeypatch.context() as patch:
            patch.setattr(writing_area, "_MOST_STALLS", 10**9)
            keys(page, *"first line", "enter", gap=0.0001)
            await until(lambda: page.composer._held is not None)
            first = page.composer._held
            await until(lambda: page.composer._held is not first)
            keys(page, *"second line", gap=0.0001, at=page.composer._burst._last)
            await until(lambda: page.composer.text == "first line\nsecond line")
            assert not page.sent
        keys(page, "enter", gap=0.0001, at=page.composer._burst._last)
        await until(lambda: page.sent == ["first line\nsecond line"], "it may not wait for ever")


async def test_an_enter_right_before_the_rest_of_a_paste_does_not_send() -> None:
    page = Page(Composer())
    async with page.run_test():
        keys(page, *"first line", "enter", gap=0.0001)
        page.post_message(events.Paste("second line"))
        await until(lambda: page.composer.draft == "first line\nsecond line")
        keys(page, "enter")
        await until(lambda: page.sent)
        assert page.sent == ["first line\nsecond line"]


async def test_a_paste_never_sends_and_is_made_harmless() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        page.composer.post_message(events.Paste("one\rtwo\r\nthree\x1b[31m\u202e\tend\r"))
        await until(lambda: page.composer.text)
        await pilot.pause()
        assert page.composer.draft == "one\ntwo\nthree␛[31m‹U+202E›\tend\n"
        assert not page.sent


async def test_a_paste_of_megabytes_is_folded_and_sent_whole() -> None:
    big = "All work and no play [/red] 漢字 🙂.\n" * 150_000
    page = Page(Composer())
    async with page.run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "space")
        page.composer.post_message(events.Paste(big))
        await until(lambda: "pasted" in page.composer.text)
        await pilot.press("space", "b")
        assert page.composer.text == "a [pasted 5.1 MB] b"
        assert page.composer.draft == f"a {big} b"
        await pilot.press("enter")
        await until(lambda: page.sent)
        assert page.sent == [f"a {big} b"]
        await pilot.press("up")
        assert page.composer.draft == f"a {big} b"


async def test_a_folded_paste_goes_as_one_and_comes_back() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        for letter in "xy":
            page.composer.post_message(events.Paste(letter * (FOLD_ABOVE + 1)))
        await until(lambda: page.composer.text.count("pasted") == 2)
        both = page.composer.text
        await pilot.press("backspace")
        assert page.composer.draft == "x" * (FOLD_ABOVE + 1)
        await pilot.press("left", "left", "z")
        assert page.composer.draft == "x" * (FOLD_ABOVE + 1) + "z"
        await pilot.press("ctrl+z", "ctrl+z")
        assert page.composer.text == both
        await pilot.press("home", "delete")
        assert page.composer.draft == "y" * (FOLD_ABOVE + 1)


async def test_history_keeps_the_draft_and_every_edit() -> None:
    page = Page(Composer(earlier=("new", "old\nlines")))
    async with page.run_test() as pilot:
        await pilot.press("d", "up")
        assert page.composer.text == "new"
        await pilot.press("!", "up")
        assert page.composer.text == "old\nlines"
        await pilot.press("up")
        assert page.composer.text == "old\nlines"
        await pilot.press("down", "down")
        assert page.composer.text == "new!"
        await pilot.press("down")
        assert page.composer.text == "d"
        await pilot.press("down")
        assert page.composer.text == "d"
        assert page.composer.earlier == ("new", "old\nlines")


async def test_up_and_down_move_within_the_text_first() -> None:
    page = Page(Composer(earlier=("before",)))
    async with page.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "up")
        assert page.composer.text == "a\nb"
        await pilot.press("up")
        assert page.composer.text == "before"


async def test_what_was_sent_is_the_newest_of_the_history() -> None:
    page = Page(Composer(earlier=("before",)))
    async with page.run_test() as pilot:
        await pilot.press("a", "enter", "up")
        assert page.composer.text == "a"
        await pilot.press("enter")
        await until(lambda: len(page.sent) == 2)
        assert page.composer.earlier == ("a", "before")


async def test_clearing_and_filling_can_be_undone() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        await pilot.press("a", "b")
        page.composer.clear_text()
        assert page.composer.draft == ""
        await pilot.press("ctrl+z")
        assert page.composer.draft == "ab"
        page.composer.fill("other")
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+y")
        assert page.composer.draft == "ab"


async def test_what_could_not_be_sent_comes_back_before_what_was_typed_since() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        page.composer.give_back("failed")
        assert page.composer.draft == "failed"
        page.composer.clear_text()
        await pilot.press("n", "e", "w")
        page.composer.give_back("failed")
        assert page.composer.draft == "failed\n\nnew"


async def test_scrolling_keys_are_for_the_conversation() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        await pilot.press("pageup", "pagedown", "shift+up", "shift+down", "end")
        await until(lambda: len(page.posted) == 5)
        scrolls = [message for message in page.posted if isinstance(message, Composer.Scroll)]
        assert [(s.lines, s.pages, s.to_end) for s in scrolls] == [
            (0, -1, False),
            (0, 1, False),
            (-1, 0, False),
            (1, 0, False),
            (0, 0, True),
        ]


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("tab", Composer.Leave),
        ("ctrl+r", Composer.Recall),
        ("f4", Composer.EditOutside),
        ("ctrl+g", Composer.EditOutside),
    ],
)
async def test_the_screen_is_asked(key: str, what: type[Message]) -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        await pilot.press(key)
        await until(lambda: page.posted)
        assert [type(message) for message in page.posted] == [what]


async def test_escape_drops_the_selection_then_goes_on_to_the_screen() -> None:
    class Peeling(Page):
        BINDINGS = [("escape", "peel", "Peel")]  # noqa: RUF012
        peeled = 0

        def action_peel(self) -> None:
            self.peeled += 1

    page = Peeling(Composer())
    async with page.run_test() as pilot:
        await pilot.press("a", "shift+left")
        assert page.composer.selected_text == "a"
        await pilot.press("escape")
        assert page.composer.selected_text == ""
        assert page.peeled == 0
        await pilot.press("escape")
        await until(lambda: page.peeled == 1)
        assert page.composer.draft == "a"


async def test_ctrl_d_in_an_empty_prompt_does_no_harm() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        await pilot.press("ctrl+d", "a")
        assert page.is_running
        assert page.composer.draft == "a"


@pytest.mark.parametrize(("height", "most"), [(15, 5), (40, MOST_LINES)])
async def test_it_grows_with_the_text_up_to_a_third_of_the_screen(height: int, most: int) -> None:
    page = Page(Composer())
    async with page.run_test(size=(40, height)) as pilot:
        assert page.composer.size.height == 1
        await pilot.press("a", "ctrl+j", "b")
        await until(lambda: page.composer.size.height == 2)
        page.composer.fill("\n".join(map(str, range(100))))
        await until(lambda: page.composer.size.height == most)
        assert page.composer.scroll_offset.y == 100 - most
        page.composer.clear_text()
        await until(lambda: page.composer.size.height == 1)


async def test_it_wraps_wide_characters_by_cells() -> None:
    page = Page(Composer())
    async with page.run_test(size=(40, 30)):
        page.composer.fill("漢字" * 20)
        await until(lambda: page.composer.size.height == 3)


async def test_the_placeholder_names_the_model_harmlessly() -> None:
    page = Page(Composer(model="Command A [/red]\x1b"))
    async with page.run_test(size=(60, 20)):
        assert "Ask Command A [/red]␛…" in page.composer.render_line(0).text
        page.composer.hint = "Type the next prompt"
        assert "Type the next prompt" in page.composer.render_line(0).text


async def test_text_like_markup_is_only_text() -> None:
    page = Page(Composer())
    async with page.run_test(size=(60, 20)) as pilot:
        text = "[/red] [@click=app.quit]x[/] {'a': [true]}"
        page.composer.fill(text)
        await pilot.pause()
        assert text in page.composer.render_line(0).text
        await pilot.click(page.composer, offset=(22, 0))
        assert page.is_running


def test_every_binding_has_an_id_and_says_what_it_does() -> None:
    bindings = [binding for _, binding in Composer._merged_bindings or ()]
    assert len(bindings) > 30
    for binding in bindings:
        assert (binding.id or "").startswith(("composer.", "text."))
        assert binding.description


async def test_deleting_where_there_is_nothing_left_does_nothing() -> None:
    page = Page(Composer())
    async with page.run_test() as pilot:
        for key in ("ctrl+k", "ctrl+u", "ctrl+w", "delete", "backspace"):
            await pilot.press(key)
        assert page.composer.text == ""
        await pilot.press("a", "ctrl+j", "b", "home", "ctrl+k", "ctrl+k", "ctrl+k", "c")
        assert page.composer.text == "a\nc"

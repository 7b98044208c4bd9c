"""JSON to read: its keys, which go from line to line, fold, wrap, find and copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from cohere_tui.state.json_finding import Haystack
from cohere_tui.widgets.ask import Ask
from cohere_tui.widgets.detail.json_sheet import JsonSheet
from cohere_tui.widgets.own_keys import act_on

if TYPE_CHECKING:
    from textual import events

    from cohere_tui.state.json_document import Document


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"json.{name}", show=show)


class JsonView(JsonSheet):
    """Shows a value, anything that JSON can say; the person may want it copied (`CopyAsked`)."""

    BINDING_GROUP_TITLE = "JSON"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "move(1)", "Down", "down"),
        _key("k,up", "move(-1)", "Up", "up"),
        _key("pagedown,ctrl+d", "page(1)", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page(-1)", "Page up", "page_up"),
        _key("g,home", "first", "First", "first"),
        _key("G,end", "last", "Last", "last"),
        _key("l,right", "sideways(1)", "To the right", "right"),
        _key("h,left", "sideways(-1)", "To the left", "left"),
        _key("f", "fold", "Fold", "fold", show=True),
        _key("F", "fold_all", "Fold all", "fold_all"),
        _key("w", "wrap", "Wrap", "wrap"),
        _key("slash,ctrl+f", "find", "Find", "find", show=True),
        _key("n", "next(1)", "Next match", "next"),
        _key("N", "next(-1)", "Previous match", "previous"),
        _key("y", "copy", "Copy value", "copy", show=True),
        _key("Y", "copy_all", "Copy all", "copy_all"),
    ]

    @dataclass
    class CopyAsked(Message):
        """The person wants `text` on the clipboard."""

        text: str

    def __init__(self, value: Any = None) -> None:
        super().__init__(value)
        self._searched: tuple[Document, Haystack] | None = None

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 Textual's signature
    ) -> bool | None:
        """Where nothing lies at the side, the keys that go there turn the pages."""
        return action != "sideways" or self.max_scroll_x > 0

    async def on_key(self, event: events.Key) -> None:
        """Act on our own keys in their order."""
        await act_on(self, event, beyond=True)

    # --- the cursor

    def action_move(self, lines: int) -> None:
        """Move the cursor by lines that are shown."""
        self._go_to_place(self.laid.place(self.at) + lines)

    def action_page(self, pages: float) -> None:
        """Scroll by screenfuls, and take the cursor along: a line may be longer than a screen."""
        before = self.scroll_offset.y
        top = before + round(pages * max(1, self.size.height - 1))
        self.scroll_to(y=top, animate=False, force=True)
        now = round(self.scroll_target_y)
        if now == before:
            self._go_to_place(len(self.laid.shown) - 1 if pages > 0 else 0)
        else:
            self.at, _ = self.laid.at(now)
            self.refresh()

    def action_first(self) -> None:
        """Go to the first line."""
        self._go_to_place(0)

    def action_last(self) -> None:
        """Go to the last line."""
        self._go_to_place(len(self.laid.shown) - 1)

    def _go_to_place(self, place: int) -> None:
        if shown := self.laid.shown:
            self.go(shown[max(0, min(place, len(shown) - 1))])

    def action_sideways(self, step: int) -> None:
        """Scroll by half the width; beyond the edge the page is turned."""
        before = self.scroll_offset.x
        self.scroll_to(x=before + step * (self.size.width // 2), animate=False, force=True)
        if round(self.scroll_target_x) == before:
            raise SkipAction

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; on the sign of a fold, turn that."""
        row = event.y + self.scroll_offset.y
        if row < self.laid.height:
            line, nth = self.laid.at(row)
            self.go(line)
            if nth == 0 and self._paint.has_sign(line, event.x + self.scroll_offset.x):
                self.action_fold()

    # --- folding and wrapping

    def action_fold(self) -> None:
        """Fold what opens or closes on this line or has it in it; unfold it, if it is folded."""
        opener = self.document.around(self.at) if self.laid.shown else -1
        if opener < 0:
            self.app.notify("There is nothing to fold here.")
            return
        self.folds = self.folds.toggled(self.document.path(opener))
        self.lay_out(opener)
        self.go(self.at)

    def action_fold_all(self) -> None:
        """Fold all that is below the top level; unfold it, if it is folded."""
        self.folds = self.folds.all_toggled()
        self.lay_out(self.at)
        self.go(self.at)

    def action_wrap(self) -> None:
        """Let long lines go on below, or at the right."""
        self.wrapped = not self.wrapped
        self.lay_out(self.at)
        self.go(self.at)

    # --- finding and copying

    def action_find(self) -> None:
        """Ask for words and go to the next line that has them; no words end it."""

        def found(text: str | None) -> None:
            if text is not None:
                self.find(text)

        self.app.push_screen(Ask("Find in the JSON", self.words, may_be_empty=True), found)

    def find(self, words: str) -> None:
        """Go to the next line that has these words, this one included; all of them stand out."""
        self.words = words
        self.repaint()
        if words:
            self._go_to_match(self.at, 1)

    def action_next(self, step: int) -> None:
        """Go to the next match, or the one before, be it folded; round at the ends."""
        if not self.words:
            self.app.notify("Nothing was looked for: / finds.")
        else:
            self._go_to_match(self.at + step, step)

    def _go_to_match(self, start: int, step: int) -> None:
        if self._searched is None or self._searched[0] is not self.document:
            self._searched = (self.document, Haystack(self.document.lines))
        found = self._searched[1].match_from(self.words, start, step)
        if found is None:
            self.app.notify(f"Nothing matches “{self.words}”.")
        else:
            self.go_to_words(found)

    def action_copy(self) -> None:
        """Copy the value on this line; of an object or list all of it, folded or not."""
        if self.laid.shown:
            self.post_message(self.CopyAsked(self.document.copied(self.at)))

    def action_copy_all(self) -> None:
        """Copy everything."""
        self.post_message(self.CopyAsked(self.text))

    async def text_to_read(self) -> str:
        """The whole value, for the pager."""
        return self.text

"""Finding words in the conversation, with `n` and `N` from one place to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from cohere_tui.plain import one_line
from cohere_tui.widgets.log.cursor import Cursor, drawn_lines
from cohere_tui.widgets.log.find import Hit, Words, beginning, end
from cohere_tui.widgets.log.places import place_at
from cohere_tui.widgets.log.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style
    from textual.geometry import Region
    from textual.strip import Strip

    from cohere_tui.widgets.markdown.line import Line


class Finding(Reader):
    """A sheet on which words are found and stand out until `end_find`."""

    BINDING_GROUP_TITLE = "Read"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "find_next(1)", "Next match", id="log.find_next", show=False),
        Binding("N", "find_next(-1)", "Previous match", id="log.find_previous", show=False),
    ]

    more = False
    """Whether there are older entries, which `want_older` brings."""
    _words: Words | None = None
    _here: Hit | None = None
    _hit_line = -1
    _waiting = False
    """Whether the search goes on upwards when older entries have come."""

    @property
    def found(self) -> str:
        """What was looked for last and still stands out; empty when nothing does."""
        return self._words.text if self._words is not None else ""

    def want_older(self) -> None:
        """Ask for older entries; they come by showing."""

    def find(self, text: str) -> None:
        """Go to the nearest place of `text`: in sight or below it, else above."""
        self.end_find()
        place = place_at(self.sheet, self.top)
        if not text.strip() or place is None:
            return
        self._words = Words(text)
        self._here = Hit(place.entry_id, place.part, place.below, -1)
        if not self._go_on(1):
            self._go_up()

    def action_find_next(self, step: int) -> None:
        """Go to the next match (`step` 1) or the one before (-1); from an end to the other."""
        if self._words is None:
            self.notify("Nothing was looked for: / finds.", markup=False)
        elif step < 0:
            self._go_up()
        elif not self._go_on(1):
            self._start_over(1)

    def end_find(self) -> None:
        """Nothing stands out any more."""
        self._words = self._here = None
        self._waiting = False
        self.refresh()

    def go_on_finding(self) -> None:
        """Older entries have come: go on in them, when that is what they were wanted for."""
        if self._waiting:
            self._waiting = False
            self._go_up()

    def _go_up(self) -> None:
        if self._go_on(-1):
            return
        if self.more:
            self._waiting = True
            self.want_older()
        else:
            self._start_over(-1)

    def _start_over(self, step: int) -> None:
        if self.sheet.cards:
            self._here = beginning(self.sheet) if step > 0 else end(self.sheet)
        if self._go_on(step):
            self.notify(f"On from the {'beginning' if step > 0 else 'end'}.", markup=False)
        else:
            self.notify(f"“{one_line(self.found)}” is not here.", markup=False)

    def _go_on(self, step: int) -> bool:
        """Go to the next hit in one direction; False when there is none."""
        if self._words is None or self._here is None:
            return False
        with self.held():
            hit = self._words.next(self.sheet, self._here, step)
            if hit is not None and hit.folded:
                hit = self._opened(self._words, hit, step)
        if hit is None:
            return False
        self._here = hit
        self.put_cursor(Cursor(hit.entry_id, hit.part), hit.line)
        return True

    def _opened(self, words: Words, hit: Hit, step: int) -> Hit:
        """The hit that a fold hid."""
        card = self.sheet.made(hit.entry_id)
        before = set(words.hits(card))
        card.fold(hit.part)
        self.sheet.remade(hit.entry_id)
        hits = [one for one in words.hits(card) if one not in before and not one.folded]
        return hits[0 if step > 0 else -1] if hits else hit

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint; where the search is, is looked up once for all lines."""
        hit, self._hit_line = self._here, -1
        if hit is not None:
            part = drawn_lines(self.sheet, Cursor(hit.entry_id, hit.part))
            if 0 <= hit.line < len(part):
                self._hit_line = part[hit.line]
        return super().render_lines(crop)

    def marks_on(self, line: Line, number: int) -> Iterable[tuple[int, int, Style]]:
        """The words, too; where the search is, they stand out most."""
        if self._words is not None:
            for start, stop in self._words.on(line):
                yield start, stop, self.ink["match"]
        if self._here is not None and number == self._hit_line:
            start = self._here.start
            yield start, min(start + self._here.size, len(line.text)), self.ink["match-here"]
        yield from super().marks_on(line, number)

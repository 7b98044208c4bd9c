"""The last line: the few keys that matter here and now, read from the keymap that is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from cohere_tui.widgets.keymap import NO_KEY, is_safe, label
from cohere_tui.widgets.themes import quiet, signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import ActiveBinding
    from textual.dom import DOMNode
    from textual.events import Click
    from textual.screen import Screen

MOST: Final = 7
"""So many keys a person reads at a glance."""

_GAP: Final = "  "


class Hint(NamedTuple):
    """One key and what it does here."""

    key: str
    does: str
    action: str
    node: DOMNode

    @property
    def width(self) -> int:
        """In cells, with the space between."""
        return len(self.key) + 1 + len(self.does)


def hints(screen: Screen[Any]) -> tuple[Hint, ...]:
    """The keys of `screen` that are meant to be shown: those of the focus first, the app's last.

    The way out comes last in each place. Keys that the focus would take as text are left out.
    """
    signs = signs_of(screen.app)
    keys: dict[tuple[DOMNode, str], list[str]] = {}
    shown: dict[tuple[DOMNode, str], ActiveBinding] = {}
    for key, active in screen.active_bindings.items():
        if active.binding.show and active.enabled and key != NO_KEY:
            at = (active.node, active.binding.action)
            keys.setdefault(at, []).append(key)
            shown.setdefault(at, active)
    found = [
        Hint(label(_best(keys[at]), signs), _lowered(active.binding.description), at[1], at[0])
        for at, active in shown.items()
    ]
    order = {node: place for place, node in enumerate(dict.fromkeys(hint.node for hint in found))}
    return tuple(
        sorted(found, key=lambda hint: (order[hint.node], hint.key == "esc", _generality(hint)))
    )


def _generality(hint: Hint) -> int:
    """How general a key is: what is a place's own comes before what it shares, if it says so."""
    kind = type(hint.node)
    if not getattr(kind, "OWN_KEYS_FIRST", False):
        return 0
    actions = ({one.action for one in _declared(base)} for base in kind.__mro__)
    return next((far for far, own in enumerate(actions) if hint.action in own), 0)


def _declared(kind: type) -> Iterable[Binding]:
    return (one for one in vars(kind).get("BINDINGS", ()) if isinstance(one, Binding))


def _best(keys: Sequence[str]) -> str:
    return next((key for key in keys if is_safe(key)), keys[0])


def _lowered(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def fitting(all_hints: Sequence[Hint], width: int, app: DOMNode) -> tuple[Hint, ...]:
    """As many as fit into `width` cells, at most `MOST`, in their order.

    What is dropped first: the later ones of this place, then what the app offers everywhere.
    """
    here = [hint for hint in all_hints if hint.node is not app]
    everywhere = [hint for hint in all_hints if hint.node is app]
    chosen: set[Hint] = set()
    for hint in (*here[:2], *reversed(everywhere), *here[2:]):
        if len(chosen) < MOST and _width([*chosen, hint]) <= width:
            chosen.add(hint)
    return tuple(hint for hint in all_hints if hint in chosen)


def _width(some: Iterable[Hint]) -> int:
    widths = [hint.width for hint in some]
    return sum(widths) + len(_GAP) * (len(widths) - 1)


def mode_of(screen: Screen[Any]) -> str:
    """One word for what letters do now: PROMPT when they are text, else what is focused."""
    focused = screen.focused
    if focused is None:
        return ""
    if focused.check_consume_key("a", "a"):
        return "PROMPT"
    panes = (node for node in focused.ancestors_with_self if node not in (screen, screen.app))
    return next(
        (pane.BINDING_GROUP_TITLE.upper() for pane in panes if pane.BINDING_GROUP_TITLE), ""
    )


class Footer(Widget):
    """At most seven keys of the screen it stands on, and the mode at the right; never two lines."""

    DEFAULT_CSS = """
    Footer { height: 1; width: 1fr; padding: 0 1; background: $background; color: $text-muted; }
    Footer:ansi { background: ansi_default; }
    """

    def __init__(self, *, mode: bool = True, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shows_mode = mode
        self._hints: tuple[Hint, ...] | None = None
        self._mode = ""

    def on_mount(self) -> None:
        """Follow the keymap of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._renew)

    def _renew(self, screen: Screen[Any]) -> None:
        if not screen.is_attached or not self.is_attached:
            return
        before = self._hints, self._mode
        self._look(screen)
        if before != (self._hints, self._mode):
            self.refresh()

    def _look(self, screen: Screen[Any]) -> tuple[Hint, ...]:
        self._hints = hints(screen)
        self._mode = mode_of(screen) if self._shows_mode else ""
        return self._hints

    def _shown(self) -> tuple[tuple[Hint, ...], bool]:
        found = self._look(self.screen) if self._hints is None else self._hints
        room = self.size.width
        with_mode = room - len(self._mode) - len(_GAP) if self._mode else 0
        some = fitting(found, with_mode, self.app) if with_mode > 0 else ()
        if self._mode and len(some) >= min(3, len(found)):
            return some, True
        return fitting(found, room, self.app), False

    def render(self) -> Content:
        """The keys at the left, the mode at the right."""
        some, with_mode = self._shown()
        secondary = quiet(self.app)
        line = Content(_GAP).join(
            Content.assemble((hint.key, "$accent"), " ", (hint.does, secondary)) for hint in some
        )
        if not with_mode:
            return line
        gap = self.size.width - line.cell_length - len(self._mode)
        return Content.assemble(line, " " * gap, (self._mode, f"bold {secondary}"))

    async def on_click(self, event: Click) -> None:
        """A click on a key does what the key does."""
        at = event.x - self.styles.padding.left
        for hint in self._shown()[0]:
            if 0 <= at < hint.width:
                await self.app.run_action(hint.action, hint.node)
                return
            at -= hint.width + len(_GAP)

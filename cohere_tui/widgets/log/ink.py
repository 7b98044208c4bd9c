"""Style names made colours: what the lines of the log look like under the theme of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style


class Ink:
    """Rich styles by name, looked up once per theme and not once per line.

    A name may be several (`"strong link"`): their styles are laid one over another.
    """

    def __init__(self, base: Style, find: Callable[[str], Style]) -> None:
        self.base = base
        self._find = find
        self._styles: dict[str, Style] = {}

    def __getitem__(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self.base
            for part in name.split():
                style += self._find(part)
            self._styles[name] = style
        return style

"""What was written in forms and not sent, by the titles of the forms."""

from __future__ import annotations

import re
from collections import UserDict
from typing import TYPE_CHECKING, Any, Final

from cohere_tui.state.form import Values

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

_PASSWORD: Final = re.compile(r"//[^/\s]*:[^/\s]*@")
"""In an address: what no field for secrets holds, and is one all the same."""


class Unsent(UserDict[str, Values]):
    """Kept beyond the end of the app: `keep` writes it down, and forgets what is empty.

    `fetch` brings what an earlier run of the app has kept. `soon` runs what need not be waited for;
    of two it runs the later one last.
    """

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[Values]],
        keep: Callable[[str, Values], Coroutine[Any, Any, None]],
        soon: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._fetch = fetch
        self._keep = keep
        self._soon = soon
        self._asked: set[str] = set()
        super().__init__()

    async def recall(self, title: str) -> bool:
        """Bring what was written before the app was started. Whether there was something."""
        if title in self._asked or title in self:
            return False
        kept = await self._fetch(title)
        self._asked.add(title)
        if kept and title not in self:
            self.data[title] = kept
            return True
        return False

    def write(self, title: str, values: Values) -> None:
        """Keep only for a later run of the app what is in a form of that title; nothing if empty.

        Secrets are none of it: `Rows.kept` leaves them out, and addresses with a password are.
        """
        self._asked.add(title)
        self._soon(self._keep(title, _harmless(values)))

    async def write_now(self, title: str, values: Values) -> None:
        """The same, waited for: the app ends."""
        await self._keep(title, _harmless(values))

    def __setitem__(self, title: str, values: Values) -> None:
        super().__setitem__(title, values)
        self.write(title, values)

    def __delitem__(self, title: str) -> None:
        super().__delitem__(title)
        self.write(title, {})


def _harmless(values: Values) -> dict[str, str]:
    return {name: text for name, text in values.items() if not _PASSWORD.search(text)}

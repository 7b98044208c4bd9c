"""How much of a list is known: never silently cut (DESIGN 2.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """So many are here, of so many in all as far as the server tells."""

    known: int = 0
    total: int | None = None
    """None when the server does not say."""
    ended: bool = False
    """Whether there are no more pages."""

    def __str__(self) -> str:
        """`200 of 1,204`, `first 500, more below`, or `31`."""
        if self.ended:
            return f"{self.known:,}"
        if self.total is not None and self.total > self.known:
            return f"{self.known:,} of {self.total:,}"
        return f"first {self.known:,}, more below" if self.known else ""

    def showing(self, shown: int) -> str:
        """The same of a list of which a filter shows so many: `3 of 31`, `3 of first 500, more`.

        Empty where there is nothing at all.
        """
        if self.ended and not self.known:
            return ""
        if self.ended:
            return f"{shown:,} of {self.known:,}"
        if shown == self.known:
            return str(self)
        if self.total is not None and self.total > self.known:
            return f"{shown:,} of the first {self.known:,} of {self.total:,}"
        return f"{shown:,} of the first {self.known:,}, more below"

"""Reckoning in a thread without keeping keys waiting."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL_S: Final = sys.getswitchinterval()
_SHORT_S: Final = 0.0005


@contextmanager
def polite() -> Iterator[None]:
    """Within the block other threads wait a tenth as long for their turn.

    A key needs several turns until its letter is seen. Where a thread reckons in plain Python, each
    of them takes 5 ms otherwise, and a letter 100 ms.
    """
    sys.setswitchinterval(min(_SHORT_S, _USUAL_S))
    try:
        yield
    finally:
        # Not what was found: another thread may have been polite meanwhile.
        sys.setswitchinterval(_USUAL_S)

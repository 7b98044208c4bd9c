"""POST /v1/check-api-key (API.md 12.5)."""

from __future__ import annotations

from typing import Annotated

from cohere_tui.models.wire import OrElse, Wire, Word


class KeyCheck(Wire):
    """Whether the server knows the key; a bad key may also be a 401."""

    valid: Annotated[bool, OrElse(default=False)] = False
    organization_id: Word = ""
    owner_id: Word = ""

"""Keys: who may come in, and POST /v1/check-api-key (API.md 1.2, 12.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohere_tui.sandbox.wire import Answer, RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

WRONG_KEY = "invalid"
"""The key that is always refused."""


def key_in(authorization: str) -> str:
    """The key of an `Authorization` header; empty when there is none."""
    scheme, _, key = authorization.strip().partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def is_right(authorization: str, keys: frozenset[str] | None) -> bool:
    """Whether the header opens the door: any key but `WRONG_KEY`, or one of `keys` where given."""
    key = key_in(authorization)
    return bool(key) and key != WRONG_KEY and (keys is None or key in keys)


def refusal(authorization: str) -> RefusedError:
    """The 401 for a header that is not right."""
    return RefusedError(
        401, "invalid api token" if key_in(authorization) else "no api key supplied"
    )


async def check(request: Request) -> Response:
    """POST /v1/check-api-key. A wrong key never comes this far: it had its 401 at the door."""
    assert request.method == "POST"
    return Answer({"valid": True, "organization_id": "org-sandbox", "owner_id": "own-sandbox"})

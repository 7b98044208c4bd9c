"""Bytes on the wire: JSON as the API reads and writes it, and refusals as JSON."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any
from uuid import UUID

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def loads(text: str | bytes) -> Any:
    """The JSON value that `text` is.

    Raises ValueError when it is none, also for what Python alone takes: NaN, numbers that are too
    large, and more brackets within brackets than anyone needs.
    """
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is not a number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def dumps(value: object) -> bytes:
    """`value` as compact JSON in UTF-8. Lone surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        return _COMPACT.encode(value).encode()
    except UnicodeEncodeError:
        return _ASCII.encode(value).encode()


class Answer(JSONResponse):
    """A JSON answer."""

    def render(self, content: object) -> bytes:
        """Only the bytes are ours, the rest is Starlette's."""
        return dumps(content)


class RefusedError(Exception):
    """A refusal: a status and the words of the API (API.md 2.1, 2.2)."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        error_type: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.error_type = error_type
        self.headers = headers

    def response(self, serial: int) -> Response:
        """The answer to request number `serial`, from which its error id is made."""
        body: dict[str, Any] = {"id": str(UUID(int=serial, version=4)), "message": self.message}
        if self.error_type:
            body["error_type"] = self.error_type
        return Answer(body, self.status, headers=self.headers)


def invalid(what: str) -> RefusedError:
    """400 with the API's usual opening."""
    return RefusedError(400, f"invalid request: {what}")


def further_id(answer_id: str, what: str) -> str:
    """A UUID of something that belongs to an answer; the same for the same two."""
    digest = hashlib.sha256(f"{answer_id}:{what}".encode("utf-8", "replace")).digest()
    return str(UUID(bytes=digest[:16], version=4))

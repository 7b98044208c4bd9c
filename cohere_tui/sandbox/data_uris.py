"""Pictures that are sent within a request, as data URIs."""

from __future__ import annotations

import base64
import binascii
import re

from cohere_tui.sandbox.answers.pictures import Picture, look
from cohere_tui.sandbox.wire import invalid

_DATA_URI = re.compile(r"data:image/(?:png|jpe?g|webp|gif);base64,", re.IGNORECASE)


def picture_in(uri: str, where: str) -> tuple[Picture, bytes]:
    """The picture in the field `where` and its bytes, or the refusal that the API would give."""
    head = _DATA_URI.match(uri)
    if head is None:
        raise invalid(f"{where} must be a data URI of a png, jpeg, webp or gif image.")
    try:
        data = base64.b64decode(uri[head.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise invalid(f"{where} is not valid base64.") from None
    picture = look(data)
    if picture is None:
        raise invalid(f"{where} is not a png, jpeg, webp or gif image.")
    return picture, data

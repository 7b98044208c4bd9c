"""Images in user messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.chat.asking import answer, asked, refusal

if TYPE_CHECKING:
    import httpx

VISION = "command-a-vision-07-2025"
DATA = "data:image/png;base64,iVBORw0KGgo="


def picture(url: str, detail: str | None = "low") -> list[dict[str, object]]:
    part = {"type": "image_url", "image_url": {"url": url, "detail": detail}}
    return [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, part]}]


async def test_pictures_are_counted_and_billed(caller: httpx.AsyncClient) -> None:
    small = await answer(caller, asked(picture(DATA), model=VISION))
    large = await answer(caller, asked(picture(DATA, None), model=VISION))
    assert "1 image" in small["message"]["content"][0]["text"]
    assert small["usage"]["tokens"]["image_tokens"] == 256
    assert large["usage"]["tokens"]["image_tokens"] > 256


@pytest.mark.parametrize(
    "url", ["", "ftp://a/b.png", "data:image/tiff;base64,AA==", "/home/me.png"]
)
async def test_what_is_no_picture_is_refused(caller: httpx.AsyncClient, url: str) -> None:
    status, _ = await refusal(caller, asked(picture(url), model=VISION))
    assert status == 400


async def test_an_unknown_detail_is_refused(caller: httpx.AsyncClient) -> None:
    status, _ = await refusal(caller, asked(picture(DATA, "huge"), model=VISION))
    assert status == 422

"""Presigned links to parts and original files: GET /_sandbox/parts/<id> (API.md 14.5).

They answer as an object store does: refusals are XML, and a bearer is one.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from cohere_tui.sandbox.datasets.records import Dataset, folder_of
from cohere_tui.sandbox.stage import stage_of
from cohere_tui.sandbox.weather import LINKS

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from cohere_tui.sandbox.datasets.records import Source
    from cohere_tui.sandbox.world.world import World

VALID_S = 3600
"""How long a link lives, in seconds of the sandbox."""


class _File(FileResponse):
    chunk_size = 1024 * 1024


def part_link(request: Request, world: World, part_id: str) -> str:
    """A link to a part that whoever has it may follow, until it expires."""
    expires = int(world.clock.now()) + VALID_S
    query = {"signature": _signature(world, part_id, str(expires)), "expires": expires}
    base = str(request.base_url).rstrip("/")
    return f"{base}{LINKS}{quote(part_id)}?{urlencode(query)}"


def original_id(dataset: Dataset, source: Source) -> str:
    """By what id an uploaded file is fetched."""
    return f"{dataset.id}.original.{source['file']}"


async def download(request: Request) -> Response:
    """The bytes of a part. No key is asked for, and none is taken."""
    world = stage_of(request).world
    part_id, query = request.path_params["part"], request.query_params
    if "authorization" in request.headers:
        return _refusal(400, "InvalidArgument", "Only one auth mechanism is allowed.")
    expires = query.get("expires", "")
    right = _signature(world, part_id, expires)
    if not hmac.compare_digest(query.get("signature", "").encode(), right.encode()):
        return _refusal(403, "SignatureDoesNotMatch", "The signature does not match.")
    if world.clock.now() >= int(expires):
        return _refusal(403, "AccessDenied", "Request has expired.")
    path = _path(world, part_id)
    if path is None or not path.exists():
        return _refusal(404, "NoSuchKey", "The specified key does not exist.")
    return _File(path, media_type="application/octet-stream", filename=part_id)


def _path(world: World, part_id: str) -> Path | None:
    """The file of a part or of an original; only what a record names is ever served."""
    dataset = world.shelf(Dataset).get(part_id.partition(".")[0])
    if dataset is None:
        return None
    files = {part["id"]: part["file"] for part in dataset.parts}
    files |= {original_id(dataset, source): source["file"] for source in dataset.sources}
    name = files.get(part_id)
    return folder_of(world, dataset.id) / name if name else None


def _signature(world: World, part_id: str, expires: str) -> str:
    return world.signature(f"{part_id}\n{expires}")


def _refusal(status: int, code: str, message: str) -> Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    )
    return Response(body, status, media_type="application/xml")


ROUTES = (Route(f"{LINKS}{{part}}", download, methods=["GET"]),)

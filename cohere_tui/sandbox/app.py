"""The routes of the sandbox. A further resource is one file of endpoints and its lines here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cohere_tui.sandbox import control, keys
from cohere_tui.sandbox.chat import v1, v2
from cohere_tui.sandbox.datasets import endpoints as datasets
from cohere_tui.sandbox.desk import Desk
from cohere_tui.sandbox.endpoints import (
    batches,
    classify,
    connectors,
    embed,
    embed_jobs,
    finetunes,
    generate,
    models,
    parse,
    rerank,
    summarize,
    tokenize,
    transcribe,
)
from cohere_tui.sandbox.jobs.working import MovingOn
from cohere_tui.sandbox.retired import Retired
from cohere_tui.sandbox.stage import received_of
from cohere_tui.sandbox.weather import Weather
from cohere_tui.sandbox.wire import RefusedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from cohere_tui.sandbox.stage import Stage

ROUTES = (
    Route("/v2/chat", v2.chat, methods=["POST"]),
    *v1.ROUTES,
    *generate.ROUTES,
    Route("/v1/models", models.list_all, methods=["GET"]),
    Route("/v1/models/{model:path}", models.get, methods=["GET"]),
    *datasets.ROUTES,
    *embed.ROUTES,
    *rerank.ROUTES,
    *classify.ROUTES,
    *summarize.ROUTES,
    *tokenize.ROUTES,
    *parse.ROUTES,
    *transcribe.ROUTES,
    *embed_jobs.ROUTES,
    *batches.ROUTES,
    *connectors.ROUTES,
    *finetunes.ROUTES,
    Route("/v1/check-api-key", keys.check, methods=["POST"]),
    *control.ROUTES,
)


def build(stage: Stage) -> ASGIApp:
    """The whole application, from the desk inwards."""
    routes = Starlette(
        routes=ROUTES,
        exception_handlers={
            RefusedError: _refuse,
            ClientDisconnect: _closed,
            OSError: _no_room,
            404: _no_page,
            405: _no_page,
        },
    )
    return Desk(Weather(Retired(MovingOn(routes))), stage)


async def _refuse(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, RefusedError)
    return problem.response(received_of(request).number)


async def _no_room(request: Request, problem: Exception) -> Response:
    """A disk that is full, or gone, is not the caller's fault."""
    assert isinstance(problem, OSError)
    refusal = RefusedError(500, f"the sandbox cannot use its disk: {problem.strerror or problem}")
    return refusal.response(received_of(request).number)


async def _closed(request: Request, problem: Exception) -> Response:
    """The caller left in the middle of an upload; nobody reads this (API.md 14.1)."""
    del problem
    refusal = RefusedError(499, "the upload connection was closed")
    return refusal.response(received_of(request).number)


async def _no_page(request: Request, problem: Exception) -> Response:
    """Unknown routes are answered before the API proper, in plain text."""
    del request, problem
    return PlainTextResponse("404 page not found\n", 404)

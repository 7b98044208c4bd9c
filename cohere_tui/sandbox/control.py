"""The sandbox about itself, under /_sandbox: no key, no weather.

GET / shows its knobs, its clock and how many of everything there are. POST /knobs turns knobs,
/clock lets time pass, /reset forgets what was created. They want `application/json`, which a web
page cannot send here without asking.
"""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING, Any, get_type_hints

from starlette.routing import Route

from cohere_tui.sandbox import fields
from cohere_tui.sandbox.demo import fill
from cohere_tui.sandbox.inventory import counts
from cohere_tui.sandbox.knobs import Fault, Knobs
from cohere_tui.sandbox.stage import received_of, stage_of
from cohere_tui.sandbox.weather import CONTROL
from cohere_tui.sandbox.wire import Answer, invalid
from cohere_tui.sandbox.world.clock import rfc3339

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_SECRET = "keys"
_LONGEST_S = 100 * 365 * 24 * 3600


async def show(request: Request) -> Response:
    """What is set, and how much came. Keys are counted, not shown."""
    return Answer(_report(request))


async def turn(request: Request) -> Response:
    """Set the knobs that the body names; the others stay. `faults` replaces all faults."""
    stage, body = stage_of(request), _body(request)
    try:
        stage.knobs = _turned(stage.knobs, _fields(Knobs, body))
    except ValueError as error:
        raise invalid(f"{error}.") from error
    return Answer(_report(request))


async def advance(request: Request) -> Response:
    """Let `{"advance": seconds}` pass at once."""
    seconds = fields.shaped(_body(request), {"advance": "number"}).get("advance", 0)
    if not 0 <= seconds <= _LONGEST_S:
        raise invalid(f"advance must be between 0 and {_LONGEST_S} seconds.")
    world = stage_of(request).world
    world.clock.advance(seconds)
    world.keep_time()
    return Answer(_report(request))


async def reset(request: Request) -> Response:
    """Forget what was created, and begin with demo data where `{"demo_data": true}` is sent."""
    demo_data = fields.shaped(_body(request), {"demo_data": "boolean"}).get("demo_data", False)
    world = stage_of(request).world
    await world.reset()
    if demo_data:
        await asyncio.to_thread(fill, world)
    return Answer(_report(request))


def _body(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise invalid("this wants application/json.")
    return received_of(request).body


def _turned(knobs: Knobs, changes: dict[str, Any]) -> Knobs:
    if "faults" in changes:
        changes["faults"] = tuple(_fault(fault) for fault in changes["faults"])
    if changes.get(_SECRET) is not None:
        changes[_SECRET] = frozenset(changes[_SECRET])
    return dataclasses.replace(knobs, **changes)


def _fault(body: Any) -> Fault:
    """A fault as the body has it; seconds to wait may be a number, too."""
    wait = body.get("retry_after") if isinstance(body, dict) else None
    seconds = isinstance(wait, int) and not isinstance(wait, bool)
    return Fault(**_fields(Fault, {**body, "retry_after": str(wait)} if seconds else body))


def _report(request: Request) -> dict[str, Any]:
    stage = stage_of(request)
    knobs = {
        field.name: getattr(stage.knobs, field.name)
        for field in dataclasses.fields(stage.knobs)
        if field.name != _SECRET
    }
    knobs["faults"] = [dataclasses.asdict(fault) for fault in stage.knobs.faults]
    knobs[_SECRET] = None if stage.knobs.keys is None else len(stage.knobs.keys)
    return {
        "sandbox": True,
        "knobs": knobs,
        "clock": rfc3339(stage.world.clock.now()),
        "counts": counts(stage.world),
        "served": stage.served,
    }


def _fields(kind: type[Knobs | Fault], body: Any) -> dict[str, Any]:
    """The fields of `kind` that the body names, each of a fitting type."""
    if not isinstance(body, dict):
        raise invalid(f"{kind.__name__} must be an object.")
    hints = get_type_hints(kind)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    for name, value in body.items():
        if name not in fields:
            raise invalid(f"no knob '{name}'; there are {', '.join(fields)}.")
        if not _fits(value, str(fields[name])):
            raise invalid(f"knob '{name}' cannot be {value!r}.")
    return dict(body)


def _fits(value: Any, hint: str) -> bool:
    """Whether a JSON value can stand for a field of that type, judged by the names in it."""
    match value:
        case None:
            return "None" in hint
        case bool():
            return "bool" in hint
        case int() | float():
            fine = "float" in hint or ("int" in hint and isinstance(value, int))
            return fine and value >= 0
        case str():
            return f"'{value}'" in hint if "Literal" in hint else "str'" in hint
        case list():
            return "tuple" in hint or (
                "frozenset" in hint and all(isinstance(v, str) for v in value)
            )
    return False


ROUTES = (
    Route(CONTROL, show, methods=["GET"]),
    Route(f"{CONTROL}/knobs", turn, methods=["POST"]),
    Route(f"{CONTROL}/clock", advance, methods=["POST"]),
    Route(f"{CONTROL}/reset", reset, methods=["POST"]),
)

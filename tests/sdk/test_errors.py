"""Every error class of the SDK, raised by the sandbox."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import cohere
import pytest
from cohere.core.api_error import ApiError
from cohere.core.request_options import RequestOptions
from cohere.errors import (
    BadRequestError,
    ClientClosedRequestError,
    ForbiddenError,
    GatewayTimeoutError,
    InternalServerError,
    InvalidTokenError,
    NotFoundError,
    NotImplementedError,  # noqa: A004 - the SDK's name
    ServiceUnavailableError,
    TooManyRequestsError,
    UnauthorizedError,
    UnprocessableEntityError,
)

from cohere_tui.sandbox.knobs import Fault
from tests.sdk.conftest import blocking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cohere_tui.sandbox.server import Sandbox

ONCE = RequestOptions(max_retries=0)
HELLO: list[Any] = [{"role": "user", "content": "Say hello"}]

CLASSES: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: TooManyRequestsError,
    498: InvalidTokenError,
    499: ClientClosedRequestError,
    500: InternalServerError,
    501: NotImplementedError,
    503: ServiceUnavailableError,
    504: GatewayTimeoutError,
}


def message(error: ApiError) -> str:
    said: str = error.body["message"]
    return said


@pytest.mark.parametrize(("status", "kind"), CLASSES.items())
async def test_each_status_has_its_class(
    sandbox: Sandbox, sdk: cohere.AsyncClient, status: int, kind: type[ApiError]
) -> None:
    fault = Fault("/v1/*", status, f"refused with {status}")
    sandbox.knobs = replace(sandbox.knobs, faults=(fault,))
    with pytest.raises(kind) as caught:
        await sdk.models.get("command-a-03-2025", request_options=ONCE)
    assert caught.value.status_code == status
    assert message(caught.value) == f"refused with {status}"
    assert (caught.value.headers or {})["x-debug-trace-id"]

    def use(client: cohere.Client) -> object:
        return client.models.get("command-a-03-2025", request_options=ONCE)

    with pytest.raises(kind):
        await blocking(sandbox, use)


@pytest.mark.parametrize("key", ["invalid", "another"])
async def test_a_key_that_is_not_right(sandbox: Sandbox, key: str) -> None:
    sandbox.knobs = replace(sandbox.knobs, keys=frozenset({"a-key"}))
    async with cohere.AsyncClientV2(api_key=key, base_url=sandbox.url) as client:
        with pytest.raises(UnauthorizedError) as caught:
            await client.chat(model="command-a-03-2025", messages=HELLO)
    assert message(caught.value) == "invalid api token"


async def test_no_key_at_all(sandbox: Sandbox) -> None:
    async with cohere.AsyncClientV2(api_key="", base_url=sandbox.url) as client:
        with pytest.raises(UnauthorizedError) as caught:
            await client.chat(model="command-a-03-2025", messages=HELLO)
    assert message(caught.value) == "no api key supplied"


Ask: TypeAlias = "Callable[[cohere.AsyncClientV2], Awaitable[object]]"


@pytest.mark.parametrize(
    ("ask", "kind", "said"),
    [
        (
            lambda sdk: sdk.chat(model="command-a-03-2025", messages=HELLO, temperature=5),
            BadRequestError,
            "temperature must be between 0 and 1.0 inclusive",
        ),
        (
            lambda sdk: sdk.chat(model="command", messages=HELLO),
            NotFoundError,
            "was removed on September 15, 2025",
        ),
        (
            lambda sdk: sdk.chat(
                model="command-a-03-2025",
                messages=HELLO,
                request_options=RequestOptions(additional_body_parameters={"haste": True}),
            ),
            UnprocessableEntityError,
            "parameter 'haste' is not a valid field",
        ),
        (lambda sdk: sdk.embed_jobs.get("nobody"), NotFoundError, "nobody not found"),
        (lambda sdk: sdk.batches.retrieve("nobody"), NotFoundError, "nobody not found"),
        (lambda sdk: sdk.datasets.get("nobody"), NotFoundError, "nobody not found"),
    ],
    ids=["400", "404 model", "422", "404 job", "404 batch", "404 dataset"],
)
async def test_refusals_of_the_api_itself(
    sdk2: cohere.AsyncClientV2, ask: Ask, kind: type[ApiError], said: str
) -> None:
    with pytest.raises(kind) as caught:
        await ask(sdk2)
    assert said in message(caught.value)


async def test_a_stream_is_refused_too(sdk2: cohere.AsyncClientV2) -> None:
    with pytest.raises(NotFoundError):
        async for _ in sdk2.chat_stream(model="command", messages=HELLO):
            pass


async def test_it_waits_as_long_as_it_is_told_and_asks_again(
    sandbox: Sandbox, sdk2: cohere.AsyncClientV2
) -> None:
    fault = Fault.minute_limit("/v2/chat", times=1, wait="1")
    sandbox.knobs = replace(sandbox.knobs, faults=(fault,))
    began = asyncio.get_running_loop().time()
    answer = await sdk2.chat(model="command-a-03-2025", messages=HELLO)
    assert answer.finish_reason == "COMPLETE"
    assert asyncio.get_running_loop().time() - began >= 1
    assert [received.status for received in sandbox.requests] == [429, 200]


async def test_a_limit_that_is_not_waited_for(sandbox: Sandbox, sdk2: cohere.AsyncClientV2) -> None:
    fault = Fault.month_limit("/v2/chat")
    sandbox.knobs = replace(sandbox.knobs, faults=(fault,))
    with pytest.raises(TooManyRequestsError) as caught:
        await sdk2.chat(model="command-a-03-2025", messages=HELLO, request_options=ONCE)
    assert "1000 API calls / month" in message(caught.value)
    assert (caught.value.headers or {})["x-trial-endpoint-call-remaining"] == "0"


async def test_a_body_that_is_not_json_is_an_error_of_the_sdk(
    sandbox: Sandbox, sdk: cohere.AsyncClient
) -> None:
    page = Fault("/v1/*", 502, "bad gateway", kind="html")
    sandbox.knobs = replace(sandbox.knobs, faults=(page,))
    with pytest.raises(ApiError) as caught:
        await sdk.models.get("command-a-03-2025", request_options=ONCE)
    assert caught.value.status_code == 502
    assert "bad gateway" in caught.value.body

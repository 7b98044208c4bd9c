"""Classify, summarize, tokenize, models, parse and transcribe."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import cohere
import pytest
from cohere.errors import BadRequestError, NotFoundError

from tests.pictures import data_uri, png, with_texts
from tests.recordings import wav
from tests.sandbox.answers.test_extract import TEXT
from tests.sdk.conftest import blocking, blocking2

if TYPE_CHECKING:
    from cohere_tui.sandbox.server import Sandbox

MODEL = "command-a-03-2025"
WORDS = "Hello, world! 12,345 Häfen 😀"
EXAMPLES = [
    cohere.ClassifyExample(text="Where is my parcel?", label="shipping"),
    cohere.ClassifyExample(text="My order has not arrived", label="shipping"),
    cohere.ClassifyExample(text="I want my money back", label="refund"),
    cohere.ClassifyExample(text="Please refund me", label="refund"),
]
PAGE = cohere.ParseDocument(image_url=data_uri(with_texts(png(40, 30), Title="Tides")))
RECORDING = ("tide.wav", wav(1.5), "audio/wav")
SPEECH = "cohere-transcribe-03-2026"


@pytest.fixture(autouse=True)
def no_tokenizers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK keeps tokenizers for all clients of a process; a test begins without."""
    monkeypatch.setattr(cohere.AsyncClient, "_cache", {})
    monkeypatch.setattr(cohere.Client, "_cache", {})


async def test_classify(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    inputs = ["where is my order", "give me back my money"]
    answer = await sdk.classify(inputs=inputs, examples=EXAMPLES)
    assert [one.prediction for one in answer.classifications] == ["shipping", "refund"]
    labels = answer.classifications[0].labels
    assert sum(one.confidence or 0 for one in labels.values()) == pytest.approx(1)
    assert answer.meta is not None
    assert answer.meta.billed_units is not None
    assert answer.meta.billed_units.classifications == 2
    other = await blocking(sandbox, lambda co: co.classify(inputs=inputs, examples=EXAMPLES))
    assert other.classifications[1].labels == answer.classifications[1].labels
    with pytest.raises(BadRequestError, match="at least 2 examples"):
        await sdk.classify(inputs=inputs, examples=EXAMPLES[:1])


async def test_summarize(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    answer = await sdk.summarize(text=TEXT, length="short", format="bullets")
    assert answer.summary is not None
    assert len(answer.summary.splitlines()) == 2
    other = await blocking(
        sandbox, lambda co: co.summarize(text=TEXT, length="short", format="bullets")
    )
    assert other.summary == answer.summary


async def test_tokenize_by_the_server(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    answer = await sdk.tokenize(text=WORDS, model=MODEL, offline=False)
    assert answer.token_strings[:4] == ["Hello", ",", " world", "!"]
    back = await sdk.detokenize(tokens=answer.tokens, model=MODEL, offline=False)
    assert back.text == WORDS
    other = await blocking(sandbox, lambda co: co.tokenize(text=WORDS, model=MODEL, offline=False))
    assert other.tokens == answer.tokens
    with pytest.raises(BadRequestError, match="not in the vocabulary"):
        await sdk.detokenize(tokens=[10**9], model=MODEL, offline=False)


async def test_tokenize_offline_is_the_same(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    answer = await sdk.tokenize(text=WORDS, model=MODEL, offline=False)
    before = len(sandbox.requests)
    offline = await blocking(sandbox, lambda co: co.tokenize(text=WORDS, model=MODEL))
    assert (offline.tokens, offline.token_strings) == (answer.tokens, [])
    asked = [request.path for request in sandbox.requests[before:]]
    assert asked == [f"/v1/models/{MODEL}", *[f"/_sandbox/tokenizers/{MODEL}.json"] * 2]
    back = await blocking(sandbox, lambda co: co.detokenize(tokens=answer.tokens, model=MODEL))
    assert back.text == WORDS


async def test_tokenize_offline_without_blocking(sandbox: Sandbox) -> None:
    async def there_and_back() -> tuple[list[int], str]:
        async with cohere.AsyncClient(api_key="a-key", base_url=sandbox.url) as co:
            tokens = (await co.tokenize(text=WORDS, model=MODEL)).tokens
            return tokens, (await co.detokenize(tokens=tokens, model=MODEL)).text

    # It fetches the file with a call that blocks its loop, which must not be the sandbox's.
    tokens, text = await asyncio.to_thread(asyncio.run, there_and_back())
    assert text == WORDS
    assert sandbox.requests[-1].path.startswith("/_sandbox")
    online = await blocking(sandbox, lambda co: co.tokenize(text=WORDS, model=MODEL, offline=False))
    assert tokens == online.tokens


async def test_models(sandbox: Sandbox, sdk: cohere.AsyncClient) -> None:
    page = await sdk.models.list(page_size=5, endpoint="chat")
    assert len(page.models) == 5
    following = await sdk.models.list(page_size=5, endpoint="chat", page_token=page.next_page_token)
    assert following.models[0].name not in [model.name for model in page.models]
    (default,) = (await sdk.models.list(endpoint="chat", default_only=True)).models
    assert default.name == MODEL
    model = await sdk.models.get(MODEL)
    assert model == default
    assert model.context_length == 288_000
    other = await blocking(sandbox, lambda co: co.models.get(MODEL))
    assert other.endpoints == ["chat"]
    with pytest.raises(NotFoundError, match="was removed"):
        await sdk.models.get("command")


async def test_parse(sandbox: Sandbox, sdk2: cohere.AsyncClientV2) -> None:
    answer = await sdk2.parse(model="parse-v5.0", document=PAGE)
    (page,) = answer.pages
    assert page.type == "markdown"
    assert page.markdown.content.endswith("Title: Tides")
    assert answer.finish_reason == "COMPLETE"
    other = await blocking2(
        sandbox, lambda co: co.parse(model="parse-v5.0", document=PAGE, output_format="blocks")
    )
    (blocks,) = other.pages
    assert blocks.type == "blocks"
    assert [block.type for block in blocks.blocks] == ["image", "text"]


async def test_transcribe(sandbox: Sandbox, sdk2: cohere.AsyncClientV2) -> None:
    answer = await sdk2.audio.transcriptions.create(
        model=SPEECH, language="en", file=RECORDING, temperature=0.5
    )
    assert "1.5 seconds long" in answer.text
    other = await blocking2(
        sandbox,
        lambda co: co.audio.transcriptions.create(model=SPEECH, language="en", file=RECORDING),
    )
    assert other.text == answer.text
    with pytest.raises(BadRequestError, match="language 'sv'"):
        await sdk2.audio.transcriptions.create(model=SPEECH, language="sv", file=RECORDING)

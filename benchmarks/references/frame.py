"""The frame both streaming references stand in: as large a log as ours, an input, the same stream.

Received by the plainest client there is: `httpx` lines and `json.loads`.
"""

from __future__ import annotations

import json
import os
from abc import abstractmethod
from typing import TYPE_CHECKING

import httpx
from textual import on, work
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.app import ComposeResult
    from textual.widget import Widget


class Frame(App[None]):
    """Streams what is asked for on its input into `log_widget`."""

    CSS = """
    Screen { layout: vertical; }
    #header, #footer, #status { height: 1; }
    #rail { width: 12; }
    #list { width: 30; }
    #main { width: 1fr; }
    #log { height: 1fr; }
    Input { height: 1; border: none; padding: 0 1; }
    Input:focus { border: none; }
    """
    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        """Header, rail, list, log, input, status, footer."""
        yield Static("benchmark", id="header")
        with Horizontal():
            yield Static("1 Chat", id="rail")
            yield Static("Conversations", id="list")
            with Vertical(id="main"):
                yield self.log_widget()
                yield Input(placeholder="readytotype")
                yield Static("ready", id="status")
        yield Static("^q quit", id="footer")

    @abstractmethod
    def log_widget(self) -> Widget:
        """The widget with id `log`."""

    @abstractmethod
    async def write(self, text: str) -> None:
        """Take one token."""

    async def finish(self) -> None:
        """The stream is at its end."""

    @on(Input.Submitted)
    def ask(self, event: Input.Submitted) -> None:
        """Ask for what was typed."""
        self.receive(event.value)
        event.input.value = ""

    @work
    async def receive(self, asked: str) -> None:
        """Show the answer as it comes."""
        async for token in stream(asked):
            await self.write(token)
        await self.finish()


async def stream(asked: str) -> AsyncGenerator[str, None]:
    """The tokens of the answer."""
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": asked}]}
    url = os.environ["CO_API_URL"] + "/v2/chat"
    async with (
        httpx.AsyncClient(timeout=None) as client,
        client.stream("POST", url, json=body) as answer,
    ):
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                event = json.loads(line[6:])
                if event["type"] == "content-delta":
                    yield event["delta"]["message"]["content"]["text"]

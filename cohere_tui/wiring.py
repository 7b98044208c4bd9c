"""Where everything is put together: config → client → store → services.

Imported after the first paint, by one worker thread; nothing else builds these objects.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES

from cohere_tui.client.client import Client
from cohere_tui.client.endpoint import Endpoint, Timeouts
from cohere_tui.client.requests import RequestLog
from cohere_tui.config.command import with_key
from cohere_tui.config.credentials import store_key
from cohere_tui.config.load import load
from cohere_tui.config.settings import save_settings
from cohere_tui.config.urls import HOSTED
from cohere_tui.errors import CohereTuiError, ConfigError, StoreCorrupt, StoreError
from cohere_tui.services.bundle import Services
from cohere_tui.services.chat import ChatService
from cohere_tui.services.keys import KeyService
from cohere_tui.state.connection import Connection
from cohere_tui.store.place import aside_of, set_aside
from cohere_tui.store.store import Store
from cohere_tui.widgets.log.entry_cards import card_of
from cohere_tui.widgets.log.warm_up import warm_up
from cohere_tui.widgets.themes import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from cohere_tui.client.retrying import Wait
    from cohere_tui.config.options import Start
    from cohere_tui.config.values import Config, Price, Profile
    from cohere_tui.state.turn import Entry
    from cohere_tui.widgets.log.cards import Card


_IN_MEMORY = "This session's conversations are kept in memory."
_AGAIN = ":restart opens it again and takes them along."
_ASIDE = ":aside sets the damaged file aside and begins a new one."


def build(start: Start) -> House:
    """Read the settings; runs in a thread, and may wait for the person's own key command."""
    themes = (*BUILTIN_THEMES, *(theme.name for theme in THEMES))
    loaded = load(os.environ, start.options, start.paths, themes=themes)
    problems: list[CohereTuiError] = list(loaded.problems)
    profile = loaded.config.active
    try:
        profile = with_key(profile, os.environ)
    except ConfigError as error:
        problems.append(error)
    return House(start, loaded.config, profile, problems)


class House:
    """What stands behind the screens for one run of the app.

    `open` it on the event loop before use, `close` it before the app ends. What is wrong but does
    not keep the app from starting is in `problems`.
    """

    def __init__(
        self, start: Start, config: Config, profile: Profile, problems: list[CohereTuiError]
    ) -> None:
        self.config = config
        self.problems = problems
        self.services: Services
        """Set when it is opened."""
        self.store: Store
        """The same."""
        self.trouble: StoreError | None = None
        """Why conversations are kept in memory; None while they are kept on the disk."""
        self._start = start
        self._profile = profile
        self._requests = RequestLog()
        self._open = AsyncExitStack()
        self._warming: asyncio.Task[None] | None = None
        self._base_url = profile.base_url
        self._retired = config.retired_in(profile.name)
        self._listeners: list[Callable[[Wait], None]] = []

    @property
    def keymap(self) -> Mapping[str, str]:
        """Binding ids to keys, as the settings have them."""
        return self.config.keymap.keys

    @property
    def connection(self) -> Connection:
        """Who answers."""
        profile = self._profile
        return Connection(
            profile=profile.name,
            host="sandbox" if profile.sandbox else profile.host,
            model=profile.model,
            sandbox=profile.sandbox,
            plain_http=profile.plain_http,
            read_only=profile.read_only,
        )

    @property
    def base_url(self) -> str:
        """The server's address."""
        return self._base_url

    @property
    def read_only(self) -> bool:
        """Whether the profile refuses to create, change and delete."""
        return self._profile.read_only

    @property
    def prices(self) -> Mapping[str, Price]:
        """What models cost, by name."""
        return self.config.prices

    @property
    def retired(self) -> frozenset[str]:
        """The places whose endpoints the server was seen to refuse as retired."""
        return self._retired

    def keep_retired(self, place: str, *, retired: bool) -> None:
        """Remember for this profile whether a place is retired. Raises `ConfigError`."""
        self._retired = self._retired | {place} if retired else self._retired - {place}
        if not self._profile.sandbox:  # each one serves what it was started to serve
            kept = ("retired", self._profile.name, place)
            save_settings(self._start.paths.settings_file, {kept: retired or None})

    def on_wait(self, listener: Callable[[Wait], None]) -> Callable[[], None]:
        """Hear of each pause before a request is sent again; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell_wait(self, pause: Wait) -> None:
        for listener in tuple(self._listeners):
            listener(pause)

    @property
    def needs_onboarding(self) -> bool:
        """Whether nothing says as whom to use the hosted server."""
        profile = self._profile
        return profile.base_url == HOSTED and not profile.api_key and not profile.key_source

    @property
    def enter_sends(self) -> bool:
        """Whether enter sends and ctrl+j breaks the line, or the other way round."""
        return self.config.enter_sends

    @property
    def card_of(self) -> Callable[[Entry], Card]:
        """How an entry of a conversation is drawn: too heavy to import before the first paint."""
        return card_of

    @property
    def key_place(self) -> str:
        """Where a key would be kept."""
        return str(self._start.paths.keys_file)

    async def open(self) -> None:
        """Open the store and the way to the server.

        A store that cannot be opened is replaced by one in memory, and a problem says so.
        """
        self.store = await self._opened_store(self._start.paths.database)
        base_url = self._profile.base_url
        if self._profile.sandbox:
            base_url = await self._open.enter_async_context(self._start.sandbox())
            self._base_url = base_url
        endpoint = self._endpoint(self._profile.api_key, base_url)
        client = Client(endpoint, self._requests, on_wait=self._tell_wait)
        self._open.push_async_callback(client.aclose)
        self._warming = asyncio.create_task(asyncio.to_thread(warm_up))
        chat = ChatService(client, self.store)
        self._open.push_async_callback(chat.close)
        self.services = Services(self._profile.model, self._requests, chat, client, self.store)

    async def close(self) -> None:
        """Let go of everything, in the order opposite to `open`; a second time does nothing."""
        if self._warming is not None:
            await self._warming
        await self._open.aclose()

    @property
    def damage(self) -> str:
        """What is damaged, and what setting it aside would do; empty when nothing is."""
        if not isinstance(self.trouble, StoreCorrupt):
            return ""
        becomes = aside_of(self._start.paths.database, "DATE-TIME").name
        return (
            f"{self.trouble}.\n\nIt would be renamed to {becomes}, in the same directory, and"
            " nothing of it deleted. A new file would take its place, with what was said since"
            " the start."
        )

    @property
    def lasting(self) -> str:
        """What a person should have in sight for the whole session; empty when all is well."""
        if self.trouble is None:
            return ""
        return f"{_IN_MEMORY} {_ASIDE if self.damage else ':problems says why.'}"

    async def loss(self) -> str:
        """What would be lost by quitting now, as a sentence; empty when nothing would."""
        if self.trouble is None or not await self.store.conversations(limit=1):
            return ""
        return f"{_IN_MEMORY} They would be lost."

    async def take_over(self, earlier: House) -> None:
        """Take along what an earlier house kept in memory only. Both are open.

        Raises `StoreError`; then the earlier one still has everything.
        """
        if earlier.trouble is not None:
            await earlier.services.chat.close()
            await earlier.store.hand_over(self.store)

    async def set_aside(self) -> Path:
        """Put the damaged store aside, for the next house to open a new one; says where it is."""
        return await set_aside(self._start.paths.database)

    async def check_key(self, key: str) -> object:
        """Ask the server of the profile about a key. Raises what is wrong with it."""

        def connect(key: str) -> Client:
            return Client(self._endpoint(key, self._profile.base_url), self._requests)

        return await KeyService(connect).check(key)

    def keep_key(self, key: str) -> None:
        """Keep a key in the 0600 file for the next house. Raises `ConfigError`."""
        store_key(self._start.paths.keys_file, self._profile.name, key)

    def keep(self, name: str, value: str) -> None:
        """Remember what was changed in the app. Raises `ConfigError`."""
        save_settings(self._start.paths.settings_file, {(name,): value})

    async def _opened_store(self, path: Path) -> Store:
        try:
            store = await Store.open(path)
        except StoreError as error:
            error.kept = f"{error.kept} {_IN_MEMORY}".strip()
            error.remedy = f"{error.remedy} {_AGAIN}".strip()
            if isinstance(error, StoreCorrupt):
                error.remedy = f"{_ASIDE} Or put a backup in its place. {_AGAIN}"
            self.trouble = error
            self.problems.append(error)
            store = await Store.open(None)
        self._open.push_async_callback(store.close)
        return store

    def _endpoint(self, key: str, base_url: str) -> Endpoint:
        profile = self._profile
        return Endpoint(
            base_url=base_url,
            key=key,
            timeouts=Timeouts(first_byte_s=profile.timeout_s, between_bytes_s=profile.timeout_s),
            proxy=profile.proxy,
            ca_bundle=profile.ca_bundle,
            read_only=profile.read_only,
        )

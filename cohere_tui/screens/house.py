"""What the shell and its places ask of the house behind them. `cohere_tui.wiring` builds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from cohere_tui.client.retrying import Wait
    from cohere_tui.config.values import Price
    from cohere_tui.errors import CohereTuiError
    from cohere_tui.state.connection import Connection


class House(Protocol):
    """What is built behind the shell: all that reaches the network, the disk, the settings."""

    @property
    def services(self) -> Any:
        """The services, one per screen."""

    @property
    def problems(self) -> Sequence[CohereTuiError]:
        """What is wrong with the settings; the app works without it."""

    @property
    def keymap(self) -> Mapping[str, str]:
        """Binding ids to keys, as the settings have them."""

    @property
    def card_of(self) -> Any:
        """How an entry of a conversation is drawn."""

    @property
    def enter_sends(self) -> bool:
        """Whether enter sends and ctrl+j breaks the line, or the other way round."""

    @property
    def connection(self) -> Connection:
        """Who answers."""

    @property
    def needs_onboarding(self) -> bool:
        """Whether there is no key yet."""

    @property
    def key_place(self) -> str:
        """Where a key would be kept, as a person finds it."""

    @property
    def damage(self) -> str:
        """What is damaged, and what setting it aside would do; empty when nothing is."""

    @property
    def lasting(self) -> str:
        """What a person should have in sight for the whole session; empty when all is well."""

    @property
    def base_url(self) -> str:
        """The server's address, for requests as code."""

    @property
    def read_only(self) -> bool:
        """Whether the profile refuses to create, change and delete."""

    @property
    def prices(self) -> Mapping[str, Price]:
        """What models cost, by name, as the settings have them."""

    @property
    def retired(self) -> frozenset[str]:
        """The places whose endpoints the server was seen to refuse as retired."""

    def on_wait(self, listener: Callable[[Wait], None]) -> Callable[[], None]:
        """Hear of each pause before a request is sent again; returns what ends that."""

    def keep_retired(self, place: str, *, retired: bool) -> None:
        """Remember for this profile whether a place is retired. Raises `CohereTuiError`."""

    async def loss(self) -> str:
        """What would be lost by quitting now, as a sentence; empty when nothing would."""

    async def take_over(self, earlier: Any) -> None:
        """Take along what an earlier house of this session would lose. Raises `CohereTuiError`."""

    async def set_aside(self) -> Path:
        """Put the damaged file aside for the next house; says where. Raises `CohereTuiError`."""

    async def open(self) -> None:
        """Make what must be made on the event loop. Raises `CohereTuiError`."""

    async def close(self) -> None:
        """Stop what runs and keep it; a second time does nothing."""

    async def check_key(self, key: str) -> object:
        """Ask the server about a key. Raises `CohereTuiError` when it cannot be used."""

    def keep_key(self, key: str) -> None:
        """Keep a key for the next start. Raises `CohereTuiError`."""

    def keep(self, name: str, value: str) -> None:
        """Keep a setting that was changed in the app. Raises `CohereTuiError`."""

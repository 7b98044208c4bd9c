"""The settings as frozen values. What a file may say is a base class of what the app sees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from cohere_tui.config.urls import HOSTED, host_of, is_loopback, read_base_url, read_proxy
from cohere_tui.config.words import read_words

DEFAULT_MODEL = "command-a-03-2025"
DEFAULT_PROFILE = "default"
SANDBOX = "sandbox"
"""The name of the built-in profile that needs no account."""


def _base_url(text: str) -> str:
    return read_base_url(text) if text else HOSTED


def _proxy(text: str) -> str:
    return read_proxy(text) if text else ""


def _bundle(text: str) -> str:
    path = Path(text).expanduser()
    if text and not path.exists():
        raise ValueError("a file or directory of certificates that exists")
    return str(path) if text else ""


def _variable(text: str) -> str:
    if text and not (text.isidentifier() and text.isascii()):
        raise ValueError("the name of an environment variable")
    return text


class Frozen(BaseModel):
    """A value that never changes, with exact types and no unknown keys."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False
    )


class Price(Frozen):
    """What a model costs, in US dollars per million tokens; None where it is not known."""

    input: float | None = Field(default=None, ge=0)
    output: float | None = Field(default=None, ge=0)


class ProfileValues(Frozen):
    """What a file may say about a profile."""

    base_url: Annotated[str, AfterValidator(_base_url)] = HOSTED
    api_key_command: Annotated[tuple[str, ...], BeforeValidator(read_words)] = Field(
        default=(), repr=False
    )
    """A program whose output is the key, as words."""
    api_key_env: Annotated[str, AfterValidator(_variable)] = ""
    model: str = Field(default=DEFAULT_MODEL, min_length=1)
    timeout_s: float = Field(default=300.0, gt=0, le=86_400)
    """Seconds to wait for the first byte, and between bytes."""
    proxy: Annotated[str, AfterValidator(_proxy)] = Field(default="", repr=False)
    """http:// or https://; may hold a password, and is therefore not in `repr`."""
    ca_bundle: Annotated[str, AfterValidator(_bundle)] = ""
    """A file or directory of certificates to trust; `~` is expanded."""
    read_only: bool = False
    """Refuse everything that creates, changes or deletes."""


class Profile(ProfileValues):
    """A server, how to reach it, and the key for it."""

    name: str
    api_key: str = Field(default="", repr=False)
    """Empty when there is none, or before `command.with_key` has run `api_key_command`."""
    key_source: str = ""
    """Where the key comes from: "CO_API_KEY", "api_key_command", "keys.toml"; or nowhere: ""."""

    @property
    def sandbox(self) -> bool:
        """Whether this is the built-in sandbox; its `base_url` is known once it runs."""
        return self.name == SANDBOX

    @property
    def host(self) -> str:
        """Host and port, for the header."""
        return host_of(self.base_url)

    @property
    def plain_http(self) -> bool:
        """Whether what is sent can be read on the way: plain http to another machine."""
        return self.base_url.startswith("http://") and not is_loopback(self.base_url)


class Keymap(Frozen):
    """Which keys do what."""

    preset: Literal["default", "vim", "emacs"] = "default"
    keys: Mapping[str, str] = {}
    """Binding id to keys, commas between alternatives; an empty text unbinds."""


class FileValues(Frozen):
    """What config.toml and settings.toml may say; `[keys]` is read by `keymap` and added later."""

    profile: str = ""
    theme: str = ""
    enter_sends: bool = True
    profiles: Mapping[str, ProfileValues] = {}
    prices: Mapping[str, Price] = {}
    retired: Mapping[str, Mapping[str, bool]] = {}
    """By profile: the places whose endpoints its server was seen to refuse as retired."""


class Config(Frozen):
    """Everything settled, from all sources."""

    profile: str = DEFAULT_PROFILE
    """The name of the profile in use; always one of `profiles`."""
    profiles: Mapping[str, Profile]
    """By name; the built-in `default` and `sandbox` are always among them."""
    theme: str = ""
    """Empty when none was chosen."""
    enter_sends: bool = True
    """False swaps enter and ctrl+j everywhere."""
    keymap: Keymap = Keymap()
    prices: Mapping[str, Price] = {}
    retired: Mapping[str, Mapping[str, bool]] = {}
    """By profile: the places whose endpoints its server was seen to refuse as retired."""

    def retired_in(self, profile: str) -> frozenset[str]:
        """Those places of one profile."""
        known = self.retired.get(profile, {})
        return frozenset(place for place, retired in known.items() if retired)

    @property
    def active(self) -> Profile:
        """The profile in use."""
        return self.profiles[self.profile]

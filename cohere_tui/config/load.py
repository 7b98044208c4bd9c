"""All sources as one value: command line, environment, config.toml, settings.toml, defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cohere_tui.config.checking import checked_file
from cohere_tui.config.credentials import check_key, stored_keys
from cohere_tui.config.keymap import as_keymap, unknown_ids
from cohere_tui.config.mistakes import dotted, unknown_name, wrong_value
from cohere_tui.config.paths import Paths
from cohere_tui.config.urls import NOWHERE, read_base_url, rescue_base_url
from cohere_tui.config.values import DEFAULT_PROFILE, SANDBOX, Config, Price, Profile
from cohere_tui.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cohere_tui.config.options import Options

_KEY_VARIABLES = ("CO_API_KEY", "COHERE_API_KEY")
_URL_VARIABLE = "CO_API_URL"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings, and what is wrong with their sources."""

    config: Config
    problems: tuple[ConfigError, ...] = ()
    """To be shown; the app works without what they name."""
    fixed: frozenset[tuple[str, ...]] = frozenset()
    """The places that config.toml names: changing them from within the app has no effect."""


def load(
    environ: Mapping[str, str],
    options: Options,
    paths: Paths | None = None,
    *,
    themes: Collection[str] = (),
    bindings: Collection[str] = (),
) -> Loaded:
    """Read everything, forgive everything. Never raises.
    `themes` and `bindings` are the names the app knows: theme and `[keys]` are checked against
    those given. No command is run: `command.with_key` does that, for a profile that needs it.
    """
    paths = paths or Paths.of(environ)
    theirs, problems = checked_file(paths.config_file, ours=False)
    ours, more = checked_file(paths.settings_file, ours=True)
    problems += more
    tables = _over(theirs, ours)
    profiles = _Profiles(tables, paths, environ, options)
    name = profiles.chosen()
    profile = profiles.named(name)
    theme = tables.get("theme", "")
    if theme and themes and theme not in themes:
        problems.append(unknown_name(_source(theirs, "theme", paths), "theme", (theme,), themes))
        theme = ""
    keymap = as_keymap(tables.get("keys", {}))
    if bindings:
        problems += unknown_ids(keymap, bindings, _source(theirs, "keys", paths))
    config = Config(
        profile=profile.name,
        profiles=profiles.every(profile),
        theme=theme,
        enter_sends=tables.get("enter_sends", True),
        keymap=keymap,
        prices={
            model: Price.model_validate(price) for model, price in tables.get("prices", {}).items()
        },
        retired=tables.get("retired", {}),
    )
    return Loaded(config, (*problems, *profiles.problems), frozenset(_places(theirs)))


class _Profiles:
    """The profiles of the merged tables, with environment, stored keys and options laid over them.

    Of what is wrong with keys and addresses, `problems` holds what concerns the profile in use.
    """

    def __init__(
        self, tables: dict[str, Any], paths: Paths, environ: Mapping[str, str], options: Options
    ) -> None:
        self._tables: dict[str, dict[str, Any]] = tables.get("profiles", {})
        self._wanted: str = tables.get("profile", "")
        self._options = options
        self._environ = environ
        self._keys_file = paths.keys_file.name
        self._stored, complaints = stored_keys(paths.keys_file)
        self.problems: list[ConfigError] = list(complaints)

    def chosen(self) -> str:
        """The name of the profile to use: asked for, or the only one there is, or the default."""
        if self._options.sandbox:
            return SANDBOX
        asked = self._options.profile or self._wanted
        where = "--profile" if self._options.profile else "profile"
        known = {*self._tables, DEFAULT_PROFILE, SANDBOX}
        if asked in known:
            return asked
        own = [name for name in self._tables if name != SANDBOX]
        fallback = own[0] if len(own) == 1 and not asked else DEFAULT_PROFILE
        if asked:
            kept = f"The profile {dotted((fallback,))} is used."
            self.problems.append(unknown_name(where, "profile", (asked,), known, kept=kept))
        return fallback

    def named(self, name: str) -> Profile:
        """The profile of this name, its problems told."""
        profile, problems = self._made(name)
        self.problems += problems
        return profile

    def every(self, active: Profile) -> dict[str, Profile]:
        """All profiles by name."""
        names = (DEFAULT_PROFILE, *self._tables, SANDBOX)
        made = {name: self._made(name)[0] for name in names}
        return {**made, active.name: active}

    def _made(self, name: str) -> tuple[Profile, list[ConfigError]]:
        read_only = {"read_only": True} if self._options.read_only else {}
        if name == SANDBOX:
            told = [_RESERVED] if SANDBOX in self._tables else []
            url = "http://127.0.0.1"
            sandbox = {"name": SANDBOX, "base_url": url, "api_key": SANDBOX, "key_source": SANDBOX}
            return Profile.model_validate({**sandbox, **read_only}), told
        profile = Profile.model_validate({"name": name, **self._tables.get(name, {}), **read_only})
        url, problems = self._url(profile)
        key, source, more = self._key(profile)
        changes = {"base_url": url, "api_key": key, "key_source": source}
        return profile.model_copy(update=changes), [*problems, *more]

    def _url(self, profile: Profile) -> tuple[str, list[ConfigError]]:
        text = self._environ.get(_URL_VARIABLE, "").strip()
        if not text:
            return profile.base_url, []
        try:
            return read_base_url(text), []
        except ValueError as error:
            meant = rescue_base_url(text)
            used = "No server is used" if meant == NOWHERE else f"{meant} is used"
            told = wrong_value("Environment", (_URL_VARIABLE,), text, str(error))
            return meant, [ConfigError(told.what, kept=f"{used} until this is mended.")]

    def _key(self, profile: Profile) -> tuple[str, str, list[ConfigError]]:
        """The key, where it comes from, and what is wrong with it.

        A refused key is not replaced by another source's: that might belong to another account.
        """
        source, key = self._found(profile)
        if source == "api_key_env" and not key:
            return "", source, [_unset(profile)]
        if not key:
            return "", source, []
        try:
            return check_key(key, source), source, []
        except ConfigError as error:
            return "", source, [error]

    def _found(self, profile: Profile) -> tuple[str, str]:
        for variable in _KEY_VARIABLES:
            if self._environ.get(variable):
                return variable, self._environ[variable]
        if profile.api_key_command:
            return "api_key_command", ""
        if profile.api_key_env:
            key = self._environ.get(profile.api_key_env, "")
            return (profile.api_key_env if key else "api_key_env"), key
        stored = self._stored.get(profile.name, "")
        return (self._keys_file if stored else ""), stored


_RESERVED = ConfigError(
    f"profiles.{SANDBOX}: the name belongs to the built-in sandbox.", remedy="Choose another name."
)


def _unset(profile: Profile) -> ConfigError:
    # Lower case may be a key, put where the name of its variable belongs.
    name = profile.api_key_env
    shown = name if name.isupper() else "named by api_key_env"
    return ConfigError(
        f"The environment variable {shown} of profile {dotted((profile.name,))} is not set.",
        remedy="Set it before starting, or use api_key_command.",
    )


def _over(upper: dict[str, Any], lower: dict[str, Any]) -> dict[str, Any]:
    """`upper` laid over `lower`, table by table."""
    merged = dict(lower)
    for name, value in upper.items():
        below = merged.get(name)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[name] = _over(value, below) if both and below is not None else value
    return merged


def _places(tables: dict[str, Any], before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    places: list[tuple[str, ...]] = []
    for name, value in tables.items():
        here = (*before, name)
        places += _places(value, here) if isinstance(value, dict) else [here]
    return places


def _source(theirs: dict[str, Any], name: str, paths: Paths) -> str:
    return (paths.config_file if name in theirs else paths.settings_file).name

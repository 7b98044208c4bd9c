"""The command line: answers at once what it can, and is the lazy door to everything heavy.

`--version` and `--help` are answered before anything is imported, `paths` without pydantic, httpx,
SQLite, Textual or asyncio.
"""

from __future__ import annotations

import os
import sys

from cohere_tui.version import VERSION

TYPE_CHECKING = False  # `typing` alone would take a third of what `--version` may
if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncGenerator, Callable, Mapping, MutableMapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from cohere_tui.config.options import Options
    from cohere_tui.sandbox.knobs import Fault
    from cohere_tui.sandbox.server import Sandbox

USAGE = "cohere-tui [--profile NAME] [--sandbox] [--screen NAME] [--read-only]"
SANDBOX_USAGE = "cohere-tui sandbox [options]"

HELP = f"""\
The terminal home of the Cohere Platform.

usage: {USAGE}
       cohere-tui paths
       cohere-tui sandbox [--port N] [options]

options:
  --profile NAME  use this profile of config.toml
  --sandbox       use the built-in sandbox: no account, no network
  --screen NAME   open this screen first
  --read-only     refuse everything that creates, changes or deletes
  --version       show the version
  --help          show this text

commands:
  paths           show where settings, keys and conversations are
  sandbox         serve the sandbox for other programs; has a --help of its own

environment:
  CO_API_KEY      the key; COHERE_API_KEY is read when it is not set
  CO_API_URL      the server, https://api.cohere.com when not set
  NO_COLOR        no colours
"""

SANDBOX_KEYS = "COHERE_TUI_SANDBOX_KEYS"

SANDBOX_HELP = f"""\
Serve the Cohere API on this machine, without an account.
The URL is printed; ctrl+c ends it.

usage: {SANDBOX_USAGE}

options:
  --port N        listen on this port of 127.0.0.1; 0 for any free one (default)
  --rate N        stream N tokens a second; 0 for full speed (default: 90)
  --latency S     wait S seconds before every answer (default: 0.25)
  --fail N@PATH   answer with status N on paths like PATH, say 429@/v2/chat or
                  500@*; may be repeated
  --cut N         close the line after N events of a stream
  --keys A,B      accept these keys only, not every key
  --retired       refuse what the hosted service has retired, the way it does
  --demo-data     begin with a few of everything: datasets, jobs, fine-tunes
  --speed N       datasets, jobs and trainings go N times as fast (default: 2);
                  0: they wait for POST /_sandbox/clock {{"advance": seconds}}
  --state DIR     keep what is created in DIR, and begin with what is there
  --seed N        ids follow from N (default: 0)
  --help          show this text

environment:
  {SANDBOX_KEYS}  the same as --keys, and not seen by others
"""

_NEEDS = "cohere-tui needs a terminal"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (without the program's name; None: that of the process).

    Returns the exit code: 0, 1 when the app crashed or a port was taken, 2 when it cannot start
    as asked. SystemExit(2) for options that do not exist.
    """
    match list(sys.argv[1:] if arguments is None else arguments):
        case ["--version" | "-V"]:
            return _say(f"cohere-tui {VERSION}\n")
        case ["--help" | "-h"] | ["paths", "--help" | "-h"]:
            return _say(HELP)
        case ["paths"]:
            return _say(_paths(os.environ))
        case ["sandbox", *words]:
            return _serve(words)
        case words:
            return _open(words)


def _say(text: str) -> int:
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        sys.stdout.write(text.encode("ascii", "backslashreplace").decode())
    return 0


def _paths(environ: Mapping[str, str]) -> str:
    """Every place of ours on a line of its own, aligned."""
    from cohere_tui.config.paths import Paths, cache_dir
    from cohere_tui.plain import plain

    listed = (*Paths.of(environ).listed(), ("sample files", cache_dir(environ)))
    width = max(len(name) for name, _ in listed)
    return "".join(f"{name:{width}}  {plain(str(path))}\n" for name, path in listed)


def _open(words: Sequence[str]) -> int:
    """Open the app."""
    options = _options(words)
    if trouble := _trouble(os.environ):
        sys.stderr.write(f"{trouble}\n")
        return 2
    _set_textual(os.environ)
    import gc

    gc.disable()  # a fifth of the start goes into collecting what stays; the app turns it on again
    from cohere_tui.app import CohereTui
    from cohere_tui.config.options import Start
    from cohere_tui.config.paths import Paths

    paths = Paths.of(os.environ)
    theme = ""
    if paths.config_file.exists() or paths.settings_file.exists():
        from cohere_tui.config.reading import first_theme

        theme = first_theme(paths.config_file, paths.settings_file)
    app = CohereTui(Start(options, paths, theme, _sandbox))
    app.run()
    return app.return_code or 0


def _options(words: Sequence[str]) -> Options:
    from cohere_tui.config.options import Options

    if not words:
        return Options()
    parser = _parser(USAGE, HELP)
    parser.add_argument("--profile", default="")
    parser.add_argument("--sandbox", action="store_true")
    parser.add_argument("--screen", default="")
    parser.add_argument("--read-only", action="store_true")
    return Options(**vars(parser.parse_args(words)))


def _trouble(environ: Mapping[str, str]) -> str:
    """Why the app cannot be shown here, in one line; empty when it can."""
    for name, stream in (("standard input", sys.stdin), ("standard error", sys.stderr)):
        # Textual reads the one and writes to the other.
        if stream is None or not stream.isatty():
            return f"{_NEEDS}, and {name} is not one; start it without a pipe."
    if environ.get("TERM") in ("dumb", "unknown"):
        return f"{_NEEDS} that can move its cursor, and TERM={environ['TERM']} says it cannot."
    return ""


def _set_textual(environ: MutableMapping[str, str]) -> None:
    """What Textual reads while it is imported. The person's own values stay."""
    environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")


def _sandbox() -> AbstractAsyncContextManager[str]:
    """The built-in server for the app; its URL while it is entered."""
    import asyncio
    from contextlib import asynccontextmanager

    @asynccontextmanager
    async def serving() -> AsyncGenerator[str, None]:
        # Importing a web server takes a while: the app must not stand still.
        async with await asyncio.to_thread(_server) as sandbox:
            yield sandbox.url

    return serving()


def _server() -> Sandbox:
    from cohere_tui.sandbox.knobs import DEMO
    from cohere_tui.sandbox.server import Sandbox

    return Sandbox(DEMO, demo_data=True)


def _serve(words: Sequence[str]) -> int:
    """Serve the sandbox alone."""
    from dataclasses import replace
    from pathlib import Path

    from cohere_tui.sandbox.knobs import DEMO

    parser = _parser(SANDBOX_USAGE, SANDBOX_HELP)
    parser.add_argument("--port", type=_number(int, most=65_535), default=0)
    parser.add_argument("--rate", type=_number(float), default=DEMO.tokens_per_second)
    parser.add_argument("--latency", type=_number(float), default=DEMO.latency_s)
    parser.add_argument("--fail", type=_fault, action="append", default=[])
    parser.add_argument("--cut", type=_number(int))
    parser.add_argument("--keys", default=os.environ.get(SANDBOX_KEYS, ""))
    parser.add_argument("--retired", action="store_true")
    parser.add_argument("--demo-data", action="store_true")
    parser.add_argument("--speed", type=_number(float), default=DEMO.speed)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--seed", type=_number(int), default=0)
    asked = parser.parse_args(words)
    knobs = replace(
        DEMO,
        tokens_per_second=asked.rate or None,
        latency_s=asked.latency,
        faults=tuple(asked.fail),
        cut_after_events=asked.cut,
        keys=_keys(asked.keys),
        retired=asked.retired,
        speed=asked.speed,
    )
    from cohere_tui.sandbox.server import serve

    return serve(asked.port, knobs, state=asked.state, seed=asked.seed, demo_data=asked.demo_data)


def _keys(text: str) -> frozenset[str] | None:
    """The keys in `a,b`; None where there are none."""
    return frozenset(key.strip() for key in text.split(",") if key.strip()) or None


def _parser(usage: str, text: str) -> argparse.ArgumentParser:
    import argparse

    class Parser(argparse.ArgumentParser):
        """Our own help, which needs no parser to be shown."""

        def format_help(self) -> str:
            return text

    parser = Parser(prog="cohere-tui", usage=usage, allow_abbrev=False)
    parser.add_argument("-V", "--version", action="version", version=f"cohere-tui {VERSION}")
    return parser


def _number(kind: type[int | float], most: float = 1e9) -> Callable[[str], int | float]:
    """What reads a number of this kind from 0 to `most`."""

    def read(text: str) -> int | float:
        try:
            number = kind(text)
        except ValueError:
            number = -1
        if not 0 <= number <= most:
            raise _refusal(f"{text!r} is not a {_NUMBERS[kind]} from 0 to {most:.0f}")
        return number

    return read


_NUMBERS = {int: "whole number", float: "number"}


def _fault(text: str) -> Fault:
    """`429@/v2/chat`, or `429` for every path."""
    from cohere_tui.sandbox.knobs import Fault

    status, _, path = text.partition("@")
    try:
        return Fault(
            path or "*", int(status), message=f"the sandbox was asked to fail with {status}"
        )
    except ValueError:
        raise _refusal(f"{text!r} is not a status from 400 to 599, @ and a path") from None


def _refusal(what: str) -> Exception:
    import argparse

    return argparse.ArgumentTypeError(what)

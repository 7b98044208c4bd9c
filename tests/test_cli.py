"""The command line, as a real process: what it answers, how soon, and when it refuses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from cohere_tui import cli
from cohere_tui.cli import HELP, SANDBOX_HELP, SANDBOX_KEYS
from cohere_tui.version import VERSION
from tests.outer import outer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "cohere_tui")


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (*PROGRAM, *words), check=False, env={**os.environ, **environ}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def loaded_by(words: Sequence[str]) -> set[str]:
    """The modules that a command line brings in, beyond what Python itself starts with."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom cohere_tui.cli import main\n"
        "main(sys.argv[1:])\nprint(*set(sys.modules) - before, file=sys.stderr)"
    )
    done = subprocess.run(
        (sys.executable, "-c", code, *words), capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_is_told(word: str) -> None:
    done = run(word)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"cohere-tui {VERSION}\n", "")


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--sandbox", "--help"], ["paths", "-h"]])
def test_help_is_told(words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (0, HELP, "")


def test_help_fits_eighty_columns() -> None:
    assert max(len(line) for line in (HELP + SANDBOX_HELP).splitlines()) <= 80


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_version_and_help_load_nothing(word: str) -> None:
    ours = {"__future__", "cohere_tui", "cohere_tui.cli", "cohere_tui.version"}
    assert loaded_by([word]) <= ours


def test_paths_load_nothing_heavy() -> None:
    heavy = {"textual", "rich", "pydantic", "httpx", "sqlite3", "asyncio", "argparse", "tomllib"}
    assert not loaded_by(["paths"]) & heavy


def test_what_is_painted_first_does_not_wait_for_what_is_heavy() -> None:
    code = (
        "import sys, cohere_tui.app, cohere_tui.config.paths, cohere_tui.config.reading\n"
        "print(*sys.modules)"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    heavy = {"pydantic", "httpx", "sqlite3", "markdown_it", "pygments", "starlette", "uvicorn"}
    assert not set(done.stdout.split()) & heavy


def test_paths_are_aligned_and_follow_the_environment(tmp_path: Path) -> None:
    places = {"XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": f"{tmp_path}/cache"}
    done = run("paths", XDG_CONFIG_HOME=f"{tmp_path}/cönfig", **places)
    lines = done.stdout.splitlines()
    assert f"config         {tmp_path}/cönfig/cohere-tui/config.toml" in lines
    assert f"conversations  {tmp_path}/cohere-tui/conversations.db" in lines
    assert f"sample files   {tmp_path}/cache/cohere-tui" in lines
    assert len({len(line) - len(line.lstrip()) for line in lines}) == 1
    assert list(tmp_path.glob("**/cohere-tui")) == []


def test_paths_can_be_told_where_letters_are_few(tmp_path: Path) -> None:
    done = run("paths", XDG_CONFIG_HOME=f"{tmp_path}/ł", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u0142" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bogus"], "unrecognized arguments: --bogus"),
        (["--sand"], "unrecognized arguments: --sand"),
        (["chat"], "unrecognized arguments: chat"),
        (["paths", "more"], "unrecognized arguments: paths more"),
        (["--profile"], "--profile: expected one argument"),
        (["sandbox", "--port", "65536"], "--port: '65536' is not a whole number from 0 to 65535"),
        (["sandbox", "--rate", "nan"], "'nan' is not a number from 0"),
        (["sandbox", "--latency", "-1"], "--latency"),
        (["sandbox", "--fail", "200@*"], "'200@*' is not a status from 400 to 599"),
        (["sandbox", "--fail", "x"], "'x' is not a status"),
        (["sandbox", "--cut", "1.5"], "'1.5' is not a whole number"),
        (["sandbox", "--speed", "-1"], "--speed"),
        (["sandbox", "--seed", "x"], "--seed: 'x' is not a whole number"),
        (["sandbox", "--state"], "--state: expected one argument"),
    ],
)
def test_what_does_not_exist_is_refused_with_the_usage(words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: cohere-tui ")
    assert said in done.stderr


@pytest.mark.parametrize("words", [[], ["--sandbox"], ["--profile", "p"]])
def test_without_a_terminal_it_says_so_in_one_line(words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "needs a terminal, and standard input is not one" in done.stderr


async def test_with_its_errors_piped_away_it_says_so_too(tmp_path: Path) -> None:
    said = tmp_path / "said"
    words = ("sh", "-c", f'exec "$0" -m cohere_tui --sandbox 2>"{said}"', sys.executable)
    async with outer(words, os.environ) as terminal:
        assert await terminal.ends() == 2
        assert not terminal.seen
    assert "standard error is not one" in said.read_text()


async def test_with_its_input_closed_it_says_so_too() -> None:
    words = ("sh", "-c", 'exec "$0" -m cohere_tui <&-', sys.executable)
    async with outer(words, os.environ) as terminal:
        await terminal.sees(b"standard input is not one")
        assert await terminal.ends() == 2


async def test_a_dumb_terminal_is_refused_in_one_line() -> None:
    async with outer((*PROGRAM, "--sandbox"), {**os.environ, "TERM": "dumb"}) as terminal:
        await terminal.sees(b"TERM=dumb says it cannot.")
        assert await terminal.ends() == 2
        assert terminal.seen.count(b"\n") == 1
        assert b"\x1b" not in terminal.seen


# The app itself


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ({}, {"TEXTUAL_ANIMATIONS": "none"}),
        ({"TEXTUAL_ANIMATIONS": "full"}, {"TEXTUAL_ANIMATIONS": "full"}),
        ({"SSH_TTY": "t"}, {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}),
    ],
)
def test_nothing_moves_unless_the_person_wants_it(
    given: dict[str, str], then: dict[str, str]
) -> None:
    environ = dict(given)
    cli._set_textual(environ)
    assert environ == {**given, **then}


@pytest.mark.pty
async def test_the_app_opens_quits_and_gives_the_terminal_back() -> None:
    async with outer((*PROGRAM, "--sandbox"), os.environ) as terminal:
        await terminal.sees(b"\x1b[?1049h")
        terminal.type(b"\x11")
        assert await terminal.ends() == 0
        await terminal.sees(b"\x1b[?1049l")
        assert b"Traceback" not in terminal.seen


@pytest.mark.pty
async def test_a_crash_gives_the_terminal_back_and_tells_no_secret() -> None:
    code = """
import sys
import cohere_tui.app
from cohere_tui.cli import main

def crash(self):
    secret = "hu" + "sh-hush"
    raise ZeroDivisionError("a bug")

cohere_tui.app.CohereTui.on_mount = crash
sys.exit(main([]))
"""
    environ = {**os.environ, "CO_API_KEY": "k-" + "hush"}
    async with outer((sys.executable, "-c", code), environ, columns=120) as terminal:
        assert await terminal.ends() == 1
        await terminal.sees(b"\x1b[?1049l")
        await terminal.sees(b"a bug")
        assert b"hush-hush" not in terminal.seen
        assert b"k-hush" not in terminal.seen


# The sandbox alone


def test_the_sandbox_serves_until_it_is_told_to_stop() -> None:
    words = (*PROGRAM, "sandbox", "--rate", "0", "--latency", "0", "--fail", "503@/v1/models")
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        asked = urllib.request.Request(f"{url}/v1/models", headers={"Authorization": "Bearer k"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert refused.value.code == 503
        refused.value.close()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.communicate()


def test_every_option_of_the_sandbox_does_something(tmp_path: Path) -> None:
    words = (
        *PROGRAM, "sandbox", "--rate", "0", "--latency", "0", "--cut", "9", "--speed", "0",
        "--state", str(tmp_path / "state"), "--seed", "7", "--retired", "--demo-data",
    )  # fmt: skip
    environ = {**os.environ, SANDBOX_KEYS: "one, two"}
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environ)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        report = asked(f"{url}/_sandbox", key="any")
        knobs = report["knobs"]
        assert (knobs["tokens_per_second"], knobs["latency_s"], knobs["speed"]) == (None, 0, 0)
        assert (knobs["cut_after_events"], knobs["retired"], knobs["keys"]) == (9, True, 2)
        assert all(report["counts"].values())
        assert asked(f"{url}/v1/datasets", key="two")["datasets"]
        for path, key, status in (("datasets", "three", 401), ("connectors", "one", 404)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                asked(f"{url}/v1/{path}", key=key)
            assert refused.value.code == status
            refused.value.close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert (tmp_path / "state" / "world.json").exists()


def asked(url: str, key: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("broken", "text"), [("world.json", "{"), ("batch/00000001.b.json", '{"id": "b"}'), ("", "")]
)
def test_a_state_that_cannot_be_used_is_told(tmp_path: Path, broken: str, text: str) -> None:
    state = tmp_path / "state"
    if broken:
        (state / broken).parent.mkdir(parents=True)
        (state / broken).write_text(text)
    else:
        state.write_text("a file")
    done = run("sandbox", "--state", str(state))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"cannot use the state in {state}: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "keys"),
    [("", None), (" , ", None), ("a", {"a"}), ("a, b,,", {"a", "b"})],
)
def test_keys_are_separated_by_commas(text: str, keys: set[str] | None) -> None:
    assert cli._keys(text) == keys


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("sandbox", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot serve" in done.stderr

"""A key from a command, with real commands."""

from __future__ import annotations

import os
import select
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from cohere_tui.config.command import with_key
from cohere_tui.config.values import Profile
from cohere_tui.config.words import read_words
from cohere_tui.errors import ConfigError
from tests.until import PATIENCE_S

if TYPE_CHECKING:
    from pathlib import Path


def profile(*words: str) -> Profile:
    return Profile(name="prod", api_key_command=words, key_source="api_key_command")


def python(code: str) -> Profile:
    return profile(sys.executable, "-c", code)


def refused(asked: Profile, patience_s: float = PATIENCE_S) -> str:
    with pytest.raises(ConfigError) as caught:
        with_key(asked, os.environ, patience_s)
    error = caught.value
    return f"{error} {error.kept} {error.remedy}"


def read_now(pipe: int) -> bytes:
    """What was written; nothing where nobody writes, or nobody yet."""
    try:
        return os.read(pipe, 100)
    except BlockingIOError:
        return b""


def test_the_output_is_the_key() -> None:
    found = with_key(python("print('  k-123  ')"), os.environ, PATIENCE_S)
    assert found.api_key == "k-123"
    assert "k-123" not in repr(found)


def test_a_profile_with_another_source_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    asked = Profile(
        name="p", api_key_command=("touch", str(mark)), api_key="k", key_source="CO_API_KEY"
    )
    assert with_key(asked, os.environ) is asked
    assert not mark.exists()


def test_it_is_given_the_environment_and_no_input() -> None:
    asked = python("import os, sys; assert not sys.stdin.read(); print(os.environ['GIVEN'])")
    assert with_key(asked, {**os.environ, "GIVEN": "k-9"}, PATIENCE_S).api_key == "k-9"


def test_a_failure_quotes_what_it_said_on_stderr_only() -> None:
    said = refused(python("import sys; print('hush'); sys.exit('not in the store\\x1b[2J')"))
    assert "ended with 1: not in the store" in said
    assert "hush" not in said
    assert "\x1b" not in said


def test_stderr_that_holds_the_key_is_not_quoted() -> None:
    said = refused(python("import sys; print('hush'); sys.exit('cannot use hush')"))
    assert "hush" not in said


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("", "is empty"),
        ("print('one'); print('two')", "a line break"),
        ("print('hush hush')", "white space"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "not text"),
        ("import sys; sys.stdout.write('hush' * 20_000)", "more than a key"),
        ("import os; os.kill(os.getpid(), 9)", "ended with -9"),
    ],
)
def test_output_that_is_no_key_is_refused_and_not_shown(code: str, what: str) -> None:
    said = refused(python(code))
    assert what in said
    assert "api_key_command" in said
    assert "hush" not in said


def test_a_missing_program_is_told() -> None:
    assert "no-such-program: No such file" in refused(profile("no-such-program"))


def test_a_key_in_place_of_the_command_is_not_shown() -> None:
    assert "aBcDeFgH" not in refused(profile("aBcDeFgH" * 5))


def test_a_command_that_does_not_end_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    ours = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    line = f"exec 3> {shlex.quote(str(pipe))}; echo here >&3; sleep 600 & wait"
    try:
        for patience_s in (1, PATIENCE_S):  # on a slow machine it may not be there in a second
            said = refused(profile("sh", "-c", line), patience_s)
            assert f"no answer within {patience_s:g} seconds" in said
            here = read_now(ours)
            if here:
                break
        assert here == b"here\n"
        os.set_blocking(ours, True)
        # The end of the pipe is read when nobody is left who could write, and not before.
        assert select.select([ours], [], [], PATIENCE_S)[0]
        assert os.read(ours, 100) == b""
    finally:
        os.close(ours)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("pass show cohere", ("pass", "show", "cohere")),
        ("op read 'op://a b/c|d'", ("op", "read", "op://a b/c|d")),
        (["sh", "-c", "pass x | head -n1"], ("sh", "-c", "pass x | head -n1")),
        ("", ()),
    ],
)
def test_a_command_is_split_like_a_shell_would(value: object, words: tuple[str, ...]) -> None:
    assert read_words(value) == words


def test_a_home_directory_is_expanded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert read_words("~/bin/key x") == ("/home/me/bin/key", "x")


@pytest.mark.parametrize("line", ["a | b", "a && b", "a > b", "a; b", "(a)", "a $(b)"])
def test_what_needs_a_shell_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="shell signs"):
        read_words(line)

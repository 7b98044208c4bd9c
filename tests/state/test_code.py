"""Requests as code: what each of them sends when it is run."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from typing import Any, TypeGuard

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohere_tui.plain import plain
from cohere_tui.state.code import LANGUAGES, Request, curl, go, python, typescript
from tests.models.junk import JSON_VALUES

BASE = "https://api.cohere.com"
NASTY = {"text": 'it\'s "so" `here` $HOME \\ ${x}\nü漢\t', "on": True, "none": None, "n": [1, 2.5]}
CREATE = Request("POST", "/v1/embed-jobs", body=NASTY)
UPLOAD = Request("POST", "/v1/datasets", query=[("name", "a b&c")], files={"data": "/tmp/it's.csv"})

NASTY_WORDS = (("language", "it's"), ("model", "@a b"))
SPEECH = Request("POST", "/v2/a", files={"file": "/tmp/a.wav"}, form=NASTY_WORDS)


def body_of(arguments: list[str]) -> Any:
    return json.loads(arguments[arguments.index("-d") + 1])


def test_curl_is_read_by_a_shell_as_it_was_meant() -> None:
    arguments = shlex.split(curl(CREATE, BASE).replace("\\\n", " "))
    assert arguments[:5] == [
        "curl", "--fail-with-body", "-X", "POST", "https://api.cohere.com/v1/embed-jobs",
    ]  # fmt: skip
    assert body_of(arguments) == NASTY
    upload = shlex.split(curl(UPLOAD, BASE).replace("\\\n", " "))
    assert upload[4] == "https://api.cohere.com/v1/datasets?name=a+b%26c"
    assert "data=@/tmp/it's.csv" in upload


def test_python_compiles_and_says_the_same() -> None:
    tree = ast.parse(python(CREATE, BASE))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    assert ast.literal_eval(given["json"]) == NASTY
    assert ast.literal_eval(call.args[0]) == f"{BASE}/v1/embed-jobs"
    ast.parse(python(UPLOAD, BASE))


def test_python_runs() -> None:
    code = python(Request("GET", "/v1/models"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"CO_API_KEY": "k", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ConnectError" in done.stderr


def test_texts_of_a_form_go_before_its_files() -> None:
    arguments = shlex.split(curl(SPEECH, BASE).replace("\\\n", " "))
    texts = ["--form-string", "language=it's", "--form-string", "model=@a b"]
    assert arguments[-6:] == [*texts, "-F", "file=@/tmp/a.wav"]
    call = next(node for node in ast.walk(ast.parse(python(SPEECH, BASE))) if _is_post(node))
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    assert ast.literal_eval(given["data"]) == dict(NASTY_WORDS)
    for code in (typescript(SPEECH, BASE), go(SPEECH, BASE)):
        assert code.index('"@a b"') < code.index('"/tmp/a.wav"')


def _is_post(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "httpx.post"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("request_", [CREATE, UPLOAD, Request("DELETE", "/v1/datasets/a-1")])
def test_the_key_is_named_and_never_written(language: str, request_: Request) -> None:
    code = LANGUAGES[language](request_, BASE)
    assert "CO_API_KEY" in code
    assert request_.method in code.upper()


def test_typescript_and_go_hold_the_body() -> None:
    assert json.dumps(NASTY["text"], ensure_ascii=False) in typescript(CREATE, BASE)
    assert "JSON.stringify(" in typescript(CREATE, BASE)
    assert '"io"' in go(CREATE, BASE)
    assert "multipart.NewWriter" in go(UPLOAD, BASE)
    assert "openAsBlob" in typescript(UPLOAD, BASE)


def test_a_path_keeps_its_colons() -> None:
    assert Request("POST", "/v2/batches/a:cancel").target == "/v2/batches/a:cancel"
    assert Request("GET", "/v1/models/a b").target == "/v1/models/a%20b"


@settings(max_examples=40)
@given(JSON_VALUES.filter(lambda value: value is not None and "Infinity" not in json.dumps(value)))
def test_any_body_survives_the_shell_and_python(value: Any) -> None:
    request = Request("POST", "/v1/x", body=value)
    text = curl(request, BASE)
    if "\x00" not in text:
        assert body_of(shlex.split(text.replace(" \\\n", " "))) == value
    call = next(
        node for node in ast.walk(ast.parse(python(request, BASE))) if isinstance(node, ast.Call)
    )
    assert ast.literal_eval(call.keywords[1].value) == value


def test_what_is_too_long_for_an_argument_goes_in_from_behind() -> None:
    body = {"text": "BODY\n'EOF' $HOME `x` \\ 潮汐🌾\n" * 20_000}
    code = curl(Request("POST", "/v1/tokenize", body=body), BASE)
    done = subprocess.run(
        ["sh"], input=f"curl() {{ cat; }}\n{code}", capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == body


def test_paths_and_texts_with_signs_that_mean_something() -> None:
    path = "/tmp/we ird; ,\"\\ 🎉'.wav"
    request = Request("POST", "/v2/a", files={"file": path}, form=(("model", "a"),))
    arguments = shlex.split(curl(request, BASE).replace("\\\n", " "))
    assert arguments[-1] == 'file=@"/tmp/we ird; ,\\"\\\\ 🎉\'.wav"'
    literals = {
        node.value
        for node in ast.walk(ast.parse(python(request, BASE)))
        if isinstance(node, ast.Constant)
    }
    assert path in literals
    # Go knows no halves of signs: \ud83c\udf3e would not compile.
    assert "🌾" in go(Request("POST", "/v1/tokenize", body={"text": "`🌾"}), BASE)
    assert '"\\udc80"' in python(Request("POST", "/", files={"f": "\udc80"}), BASE)


_GO_ESCAPE = re.compile(
    r'\\(?:([abfnrtv\\"])|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))|([^\\"\n])'
)
_GO_SHORT = dict(zip('abfnrtv\\"', b'\a\b\f\n\r\t\v\\"', strict=True))


def go_read(literal: str) -> bytes:
    """What a Go compiler makes of a string literal; fails where it would refuse it."""
    literal.encode()  # halves of signs are no UTF-8
    assert not set("\0\ufeff") & set(literal), "neither may stand in a program"
    if literal.startswith("`"):
        assert "`" not in literal[1:-1]
        assert literal.endswith("`")
        return literal[1:-1].replace("\r", "").encode()
    assert literal[0] == literal[-1] == '"'
    data, at = b"", 1
    while at < len(literal) - 1:
        found = _GO_ESCAPE.match(literal, at)
        assert found, literal[at:]
        short, byte, two, four, sign = found.groups()
        if short:
            data += bytes([_GO_SHORT[short]])
        else:
            # Encoding fails for halves of signs, which Go refuses, too.
            data += bytes([int(byte, 16)]) if byte else (sign or chr(int(two or four, 16))).encode()
        at = found.end()
    return data


def go_call(code: str, name: str) -> str:
    """What stands between the parentheses of a call of a function, which has one argument."""
    return code.partition(f"{name}(")[2].rpartition(")\n\trequest, ")[0]


ODD = [*'`\\"\r\0\x7f\x85🌾\ufeff\u2028\u202e\ud83c\udf3e\udc80\U000e0001']
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from(ODD)))


@given(ANY_TEXT)
def test_any_text_of_a_body_is_read_by_go_as_it_was_meant(text: str) -> None:
    code = go(Request("POST", "/v1/tokenize", body={"text": text}), BASE)
    assert plain(code) == code
    read = json.loads(go_read(go_call(code, "strings.NewReader")))
    # Two halves of one sign, one behind the other, are that sign in JSON.
    assert read["text"] == json.loads(json.dumps(text))


def _is_path(text: str) -> bool:
    return "\0" not in text and not re.search("[\ud800-\udc7f\udd00-\udfff]", text)


@given(st.binary().map(os.fsdecode) | ANY_TEXT.filter(_is_path))
def test_any_path_is_read_by_go_as_it_was_meant(path: str) -> None:
    code = go(Request("POST", "/v1/datasets", files={"data": path}), BASE)
    literal = code.partition("os.Open(")[2].partition(")\n\tpart, _ ")[0]
    assert go_read(literal) == os.fsencode(path)


@given(ANY_TEXT)
def test_any_text_is_read_by_python_as_it_was_meant(text: str) -> None:
    code = python(Request("POST", "/v1/a", files={"file": text}), BASE)
    assert plain(code) == code
    constants = {node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)}
    assert text in constants


@given(ANY_TEXT)
def test_any_text_is_copied_for_a_shell_as_it_was_meant(text: str) -> None:
    code = curl(Request("POST", "/v1/a", body={"text": text}), BASE)
    assert plain(code) == code
    read = body_of(shlex.split(code.replace(" \\\n", " ")))
    assert read["text"] == json.loads(json.dumps(text))

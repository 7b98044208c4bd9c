"""Requests as code: what each of them sends when it is run."""

from __future__ import annotations

import ast
import json
import shlex
import subprocess
import sys
from typing import Any, TypeGuard

import pytest
from hypothesis import given, settings

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

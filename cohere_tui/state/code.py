"""Requests as code that a person can run: curl, Python, TypeScript or Go (DESIGN 1.3)."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pprint import pformat
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from cohere_tui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KEY: Final = "CO_API_KEY"
"""The environment variable that stands for the key, which is never shown."""

_BEYOND_ASCII: Final = re.compile("[^\x00-\x7e]")
_MARK_OF_ORDER: Final = "\ufeff"
"""No Go program may hold it, but for its very first sign."""
_LONGEST_ARGUMENT: Final = 100_000
"""Bytes: Linux starts no program with an argument of more than 131,071."""


@dataclass(frozen=True, slots=True)
class Request:
    """What would be sent. Secrets in it are the caller's to hide."""

    method: str
    path: str
    """From the base URL on: `/v1/datasets`."""
    query: Sequence[tuple[str, str]] = ()
    body: Any = None
    """A JSON value; None for none."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Parts of an upload: the field's name and the path of the file."""
    form: Sequence[tuple[str, str]] = ()
    """Texts that go before the files."""

    @property
    def target(self) -> str:
        """Path and query."""
        path = quote(self.path, safe="/:%")
        return f"{path}?{urlencode(self.query)}" if self.query else path


def curl(request: Request, base_url: str) -> str:
    """For a POSIX shell."""
    parts = [f"curl --fail-with-body -X {request.method} {_quoted(base_url + request.target)}"]
    parts.append(f'-H "Authorization: Bearer ${KEY}"')
    parts += [f"--form-string {shlex.quote(f'{name}={text}')}" for name, text in request.form]
    parts += [
        f"-F {shlex.quote(f'{name}=@{_curl_path(path)}')}" for name, path in request.files.items()
    ]
    if request.body is None:
        return _joined(parts)
    parts.append("-H 'Content-Type: application/json'")
    body = _json(request.body)
    if len(body.encode()) < _LONGEST_ARGUMENT:
        return _joined([*parts, f"-d {_quoted(body)}"])
    # No line of JSON is this word, so none of them ends the body.
    return _joined([*parts, "--data-binary @- <<'BODY'"]) + f"{body}\nBODY\n"


def python(request: Request, base_url: str) -> str:
    """With httpx."""
    lines = ["import os", "", "import httpx", "", f"answer = httpx.{request.method.lower()}("]
    lines.append(f"    {_python_string(base_url + request.target)},")
    lines.append(f'    headers={{"Authorization": f"Bearer {{os.environ[{KEY!r}]}}"}},')
    if request.form:
        lines.append(f"    data={dict(request.form)!r},")
    if request.files:
        files = ", ".join(
            f'{_python_string(name)}: open({_python_string(path)}, "rb")'
            for name, path in request.files.items()
        )
        lines.append(f"    files={{{files}}},")
    if request.body is not None:
        lines.append(f"    json={_indented(pformat(request.body, width=92, sort_dicts=False))},")
    lines += ["    timeout=300,", ")", "answer.raise_for_status()", "print(answer.text)"]
    return "\n".join(lines) + "\n"


def typescript(request: Request, base_url: str) -> str:
    """With fetch, for Node 20 or newer."""
    lines = []
    if request.files:
        lines = ['import { openAsBlob } from "node:fs";', "", "const form = new FormData();"]
        lines += [f"form.set({_string(name)}, {_string(text)});" for name, text in request.form]
        for name, path in request.files.items():
            file = path.rpartition("/")[2]
            lines.append(
                f"form.set({_string(name)}, await openAsBlob({_string(path)}), {_string(file)});"
            )
        lines.append("")
    lines.append(f"const answer = await fetch({_string(base_url + request.target)}, {{")
    lines.append(f"  method: {_string(request.method)},")
    headers = [f"Authorization: `Bearer ${{process.env.{KEY}}}`"]
    if request.body is not None:
        headers.append('"Content-Type": "application/json"')
    lines.append(f"  headers: {{ {', '.join(headers)} }},")
    if request.files:
        lines.append("  body: form,")
    if request.body is not None:
        body = _json(request.body).replace("\n", "\n  ")
        lines.append(f"  body: JSON.stringify({body}),")
    lines += ["});", "console.log(answer.status, await answer.text());"]
    return "\n".join(lines) + "\n"


def go(request: Request, base_url: str) -> str:
    """With net/http."""
    if request.files:
        return _go_upload(request, base_url)
    body, imports = "nil", ["fmt", "io", "net/http", "os"]
    setup = []
    if request.body is not None:
        imports.append("strings")
        body = "body"
        setup = [f"\tbody := strings.NewReader({_go_string(_json(request.body))})"]
    setup += _go_request(request, base_url, body)
    if request.body is not None:
        setup.append('\trequest.Header.Set("Content-Type", "application/json")')
    return _go_program(imports, setup)


LANGUAGES: Final[Mapping[str, Callable[[Request, str], str]]] = {
    "curl": curl,
    "Python": python,
    "TypeScript": typescript,
    "Go": go,
}
"""In the order in which they are offered."""


def _go_upload(request: Request, base_url: str) -> str:
    setup = ["\tvar body bytes.Buffer", "\tform := multipart.NewWriter(&body)"]
    setup += [
        f"\tform.WriteField({_go_literal(name)}, {_go_literal(text)})"
        for name, text in request.form
    ]
    for name, path in request.files.items():
        file = path.rpartition("/")[2]
        setup += [
            f"\tfile, _ := os.Open({_go_literal(path)})",
            f"\tpart, _ := form.CreateFormFile({_go_literal(name)}, {_go_literal(file)})",
            "\tio.Copy(part, file)",
        ]
    setup.append("\tform.Close()")
    setup += _go_request(request, base_url, "&body")
    setup.append('\trequest.Header.Set("Content-Type", form.FormDataContentType())')
    return _go_program(["bytes", "fmt", "io", "mime/multipart", "net/http", "os"], setup)


def _go_request(request: Request, base_url: str, body: str) -> list[str]:
    url = _go_literal(base_url + request.target)
    return [
        f"\trequest, _ := http.NewRequest({_go_literal(request.method)}, {url}, {body})",
        f'\trequest.Header.Set("Authorization", "Bearer "+os.Getenv("{KEY}"))',
    ]


def _go_program(imports: Sequence[str], setup: Sequence[str]) -> str:
    lines = ["package main", "", "import (", *(f'\t"{name}"' for name in imports), ")", ""]
    lines += ["func main() {", *setup, "\tanswer, err := http.DefaultClient.Do(request)"]
    lines += ["\tif err != nil {", "\t\tpanic(err)", "\t}", "\tdefer answer.Body.Close()"]
    lines += ["\ttext, _ := io.ReadAll(answer.Body)"]
    lines += ["\tfmt.Println(answer.Status, string(text))", "}"]
    return "\n".join(lines) + "\n"


def _joined(parts: Sequence[str]) -> str:
    return " \\\n  ".join(parts) + "\n"


def _curl_path(path: str) -> str:
    """A path as curl reads it: between quotes where a sign in it would mean something else."""
    if not set(path) & set(',;"\\'):
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _json(value: object) -> str:
    return _escaped(json.dumps(value, ensure_ascii=False, indent=2), _json_escape)


def _string(text: str) -> str:
    """A string literal of TypeScript and JSON."""
    return _escaped(json.dumps(text, ensure_ascii=False), _json_escape)


def _python_string(text: str) -> str:
    return _escaped(json.dumps(text, ensure_ascii=False), lambda sign: ascii(sign)[1:-1])


def _go_literal(text: str) -> str:
    return _escaped(json.dumps(text, ensure_ascii=False), _go_escape)


def _go_string(text: str) -> str:
    """Of a text that nothing has to be escaped in, as it is where that can be."""
    return _go_literal(text) if "`" in text or "\r" in text else f"`{text}`"


def _escaped(literal: str, escape: Callable[[str], str]) -> str:
    """A literal without signs that could not be shown, copied or compiled as they are.

    Everything else stands there as it is: it is read more easily, and the languages differ in how
    they write a sign of which UTF-16 makes two.
    """
    if plain(literal) == literal and _MARK_OF_ORDER not in literal:
        return literal

    def written(found: re.Match[str]) -> str:
        sign = found[0]
        return sign if plain(sign) == sign != _MARK_OF_ORDER else escape(sign)

    return _BEYOND_ASCII.sub(written, literal)


def _json_escape(sign: str) -> str:
    return json.dumps(sign)[1:-1] if sign != "\x7f" else "\\u007f"


def _go_escape(sign: str) -> str:
    if not "\ud800" <= sign <= "\udfff":
        return f"\\U{ord(sign):08x}"
    # Half a sign is none to Go; in names of files it is a byte that is no UTF-8.
    escapes = "surrogateescape" if "\udc80" <= sign <= "\udcff" else "surrogatepass"
    return "".join(f"\\x{byte:02x}" for byte in sign.encode(errors=escapes))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")

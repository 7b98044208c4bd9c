"""Everything that can go wrong and is not a bug, as one tree.

    CohereTuiError
    ├── ConfigError              a value in a settings file or the environment is unusable
    ├── StoreError               conversations cannot be read or kept
    │   ├── StoreNewer           written by a newer version of the app
    │   ├── StoreLocked          another program holds the file
    │   ├── StoreCorrupt         the file is not, or no longer, a database
    │   └── StoreReadOnly        the disk is full, read-only or forbidden
    ├── TerminalError            the terminal, clipboard or editor cannot do what was asked
    ├── FileUnusable             a file of the person's cannot be read, or a new one written
    │   └── FileRefused          it breaks the rules of its type; nothing was sent
    ├── ReadOnly                 the profile refuses to create, change or delete; nothing was sent
    ├── RequestInvalid           our own request breaks a documented bound; nothing was sent
    ├── TransportError           no answer, or not all of it
    │   ├── Unreachable          name, route or port: nothing was sent
    │   ├── CertificateRefused   TLS failed
    │   ├── ProxyRefused         the proxy failed
    │   ├── TimedOut             connect, first byte, or silence between bytes
    │   └── Disconnected         the line broke after bytes were sent
    ├── LinkExpired              a download link is no longer good
    ├── AnswerUnreadable         an answer came, but not one the API can give
    └── APIError                 the server said no (API.md 2.2)
        ├── BadRequest           400
        ├── Unauthorized         401
        ├── BillingRequired      402
        ├── Forbidden            403
        ├── NotFound             404
        ├── Unprocessable        422
        ├── RateLimited          429
        │   └── MonthSpent       the calls of the month are spent; waiting is no use
        ├── ContentBlocked       498
        ├── CancelledByServer    499
        ├── NotOffered           501
        └── ServerFailed         every other 5xx

An error tells a person three things: what happened (`str(error)`), what was `kept`, and the
`remedy`.
Texts may quote a server: whoever shows them passes them through `cohere_tui.plain` first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

AGAIN_KEY: Final = "F5"
"""The key that asks again everywhere: also where `r`, which remedies speak of, is a letter."""

_PRESS_R: Final = re.compile(r"\b([Pp]ress) r\b")


def with_key(remedy: str, key: str) -> str:
    """A remedy that names `key` where it speaks of `r`."""
    return _PRESS_R.sub(rf"\1 {key}", remedy)


class CohereTuiError(Exception):
    """The base of all: something a person should be told and can act upon."""

    remedy = ""
    """What the person can do about it; one sentence, or empty."""
    in_vain = False
    """Whether asking the same again is of no use."""

    def __init__(self, what: str, *, kept: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        if remedy:
            self.remedy = remedy

    @property
    def told(self) -> str:
        """What happened, what was kept and what to do, as far as known, each a sentence."""
        parts = (part.strip() for part in (str(self), self.kept, self.remedy))
        return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts if part)

    def again_with(self, key: str) -> None:
        """Name the key that asks again, where `r`, which remedies speak of, would be a letter."""
        self.remedy = with_key(self.remedy, key)


class ConfigError(CohereTuiError):
    """A file, environment variable or option holds a value that cannot be used."""


class StoreError(CohereTuiError):
    """Conversations cannot be read or kept."""


class StoreNewer(StoreError):
    """The store was written by a newer version of the app."""

    remedy = "Update cohere-tui, or point it at another data directory."


class StoreLocked(StoreError):
    """Another program holds the store."""

    remedy = "Close the other program, then try again."


class StoreCorrupt(StoreError):
    """The file is not, or no longer, a database."""


class StoreReadOnly(StoreError):
    """The store cannot be written: the disk is full, read-only or forbidden."""

    remedy = "Free some space or mend the permissions, then try again."


class TerminalError(CohereTuiError):
    """The terminal, the clipboard or an outside program cannot do what was asked."""


class FileUnusable(CohereTuiError):
    """A file of the person's cannot be read, or a new one cannot be written."""


@dataclass(frozen=True, slots=True)
class FileFault:
    """A rule that a file breaks, and where."""

    line: int
    """From 1; 0 when it is the whole file."""
    what: str


class FileRefused(FileUnusable):
    """A file breaks the rules of its type (API.md 14.1); nothing was sent.

    `faults` are the first ones found.
    """

    remedy = "Mend the lines that are named, then try again."

    def __init__(self, what: str, faults: tuple[FileFault, ...] = (), *, remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.faults = faults


class ReadOnly(CohereTuiError):
    """The profile is read-only: what creates, changes or deletes is not sent."""

    remedy = "Use a profile without read_only, or start without --read-only."


class RequestInvalid(CohereTuiError):
    """Our own request breaks a documented bound; nothing was sent.

    `field` is the dotted name of the field at fault.
    """

    def __init__(self, what: str, *, field: str = "", kept: str = "", remedy: str = "") -> None:
        super().__init__(what, kept=kept, remedy=remedy)
        self.field = field


@dataclass(frozen=True, slots=True)
class RequestLine:
    """Which request failed: enough to find it in the request log, and nothing secret."""

    method: str
    url: str
    """Without query secrets and user info."""
    number: int = 0
    """Its number in the request log, from 1; 0 when it was not logged."""


class RequestError(CohereTuiError):
    """A request that did not succeed."""

    def __init__(
        self, what: str, *, request: RequestLine | None = None, kept: str = "", remedy: str = ""
    ) -> None:
        super().__init__(what, kept=kept, remedy=remedy)
        self.request = request


class TransportError(RequestError):
    """No answer, or not all of it."""

    remedy = "Check the network, then press r."
    sent = True
    """Whether the server may have had the request, and acted on it."""


class Unreachable(TransportError):
    """The host has no address, no route or no open port. Nothing was sent."""

    remedy = "Check the base URL and the network, then press r."
    sent = False


class CertificateRefused(TransportError):
    """TLS failed: the certificate is not trusted, or it is not TLS that answers."""

    remedy = "Set ca_bundle in the profile if your company signs its own certificates."
    sent = False


class ProxyRefused(TransportError):
    """The proxy refused or could not be reached."""

    remedy = "Check proxy in the profile, and HTTPS_PROXY."
    sent = False


class TimedOut(TransportError):
    """Nothing came in time: connecting, before the first byte, or between bytes."""

    remedy = "Press r to try again, or raise timeout_s in the profile."


class Disconnected(TransportError):
    """The line broke after bytes were sent: the server may or may not have acted."""


class LinkExpired(RequestError):
    """A download link is no longer good (API.md 14.5)."""

    remedy = "Ask for the dataset again: that makes a new link."


class AnswerUnreadable(RequestError):
    """An answer came, but not one that the API can give (HTML, broken JSON, nothing)."""

    remedy = "Check that the base URL is that of a Cohere API."


class APIError(RequestError):
    """The server refused (API.md 2.1, 2.2).

    `message` is the server's own text, `error_id` and `trace_id` help its support,
    `error_type` is its machine code where one was sent, `retry_after` the seconds it asked to wait.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        error_id: str = "",
        error_type: str = "",
        trace_id: str = "",
        retry_after: float | None = None,
        request: RequestLine | None = None,
        kept: str = "",
        remedy: str = "",
    ) -> None:
        super().__init__(f"{status}: {message}", request=request, kept=kept, remedy=remedy)
        self.status = status
        self.message = message
        self.error_id = error_id
        self.error_type = error_type
        self.trace_id = trace_id
        self.retry_after = retry_after


class BadRequest(APIError):
    """400: malformed or inconsistent."""

    remedy = "Change what the message names, then send again."


class Unauthorized(APIError):
    """401: no key, or one that the server does not know."""

    remedy = "Check the key: CO_API_KEY, the profile, or run cohere-tui with --sandbox."


class BillingRequired(APIError):
    """402: no billing set up, or the balance is spent."""

    remedy = "Billing is set up in the dashboard of the Cohere Platform."


class Forbidden(APIError):
    """403: the key may not do this."""

    remedy = "Use a key with the permission, or another profile."


class NotFound(APIError):
    """404: unknown id, removed model or retired route."""

    remedy = "Choose another model (F8), or check the base URL."


class Unprocessable(APIError):
    """422: well-formed but refused."""

    remedy = "Change what the message names, then send again."


class RateLimited(APIError):
    """429: too many calls or tokens."""

    remedy = "Wait a moment, then press r."


class MonthSpent(RateLimited):
    """429: the calls of the month are spent; waiting is no use."""

    remedy = "The month's calls are spent: use a production key."


class ContentBlocked(APIError):
    """498: the request holds a token on the deny list. The key is fine."""

    remedy = "Change the text; trying again as it is will not help."
    in_vain = True


class CancelledByServer(APIError):
    """499: the server saw the request as cancelled."""

    remedy = "Press r to send it again."


class NotOffered(APIError):
    """501: this server does not offer the feature."""

    remedy = "Trying again will not help; use another model or server."
    in_vain = True


class ServerFailed(APIError):
    """Any other 5xx."""

    remedy = "Press r to try again; if it goes on, give the trace id to support."

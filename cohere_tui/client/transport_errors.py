"""Breakdowns on the way: what httpx raises becomes our tree of errors, here and nowhere else.

Local faults (`LocalProtocolError`, `UnsupportedProtocol`) are bugs of ours and are let through.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import httpx

from cohere_tui.client.answer import PERHAPS_DONE
from cohere_tui.errors import (
    AnswerUnreadable,
    CertificateRefused,
    Disconnected,
    ProxyRefused,
    RequestError,
    RequestLine,
    TimedOut,
    TransportError,
    Unreachable,
)
from cohere_tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cohere_tui.client.endpoint import Timeouts
    from cohere_tui.client.redaction import Redactor

_E = TypeVar("_E", bound=BaseException)


@dataclass(slots=True)
class Scene:
    """What was going on when something broke: as much as a person needs to be told."""

    request: RequestLine
    host: str
    proxy: str
    """The proxy in use, without its password; empty without one."""
    timeouts: Timeouts
    redactor: Redactor
    creates: bool
    answering: bool = False
    """The head of the answer has come."""

    def words(self, error: Exception) -> str:
        """What an error says, short and harmless. It may quote what the server sent."""
        return one_line(self.redactor.text(str(error)), 120)


@contextmanager
def translated(scene: Scene) -> Iterator[None]:
    """Raises our errors instead of those of httpx."""
    try:
        yield
    except _OUTSIDE as error:
        # Without its cause, whose text may quote the key that a server sent back.
        raise _translate(error, scene) from None


def perhaps_done(error: RequestError, scene: Scene) -> None:
    """Tell the person where a request that creates something failed but may have succeeded."""
    if scene.creates:
        error.remedy = PERHAPS_DONE


def _translate(error: httpx.RequestError, scene: Scene) -> RequestError:
    make = next(make for kind, make in _KINDS if isinstance(error, kind))
    ours = make(error, scene)
    ours.request = scene.request
    if isinstance(ours, AnswerUnreadable) or (isinstance(ours, TransportError) and ours.sent):
        perhaps_done(ours, scene)
    return ours


def _connect_slow(_error: Exception, scene: Scene) -> RequestError:
    slow = TimedOut(
        f"no connection to {scene.proxy or scene.host} within {scene.timeouts.connect_s:g} s"
    )
    slow.sent = False
    return slow


def _write_slow(_error: Exception, scene: Scene) -> RequestError:
    return TimedOut(
        f"{scene.host} took none of the request for {scene.timeouts.between_bytes_s:g} s"
    )


def _read_slow(_error: Exception, scene: Scene) -> RequestError:
    if scene.answering:
        silence = scene.timeouts.between_bytes_s
        return TimedOut(f"{scene.host} fell silent for {silence:g} s in the middle of its answer")
    return TimedOut(
        f"{scene.host} did not begin to answer within {scene.timeouts.first_byte_s:g} s"
    )


def _proxy_says(error: Exception, scene: Scene) -> RequestError:
    return ProxyRefused(f"the proxy {scene.proxy} refused: {scene.words(error)}")


def _no_connection(error: Exception, scene: Scene) -> RequestError:
    if (tls := _cause(error, ssl.SSLError)) is not None:
        return CertificateRefused(f"{scene.host} cannot be trusted: {_tls_reason(tls)}")
    if scene.proxy:
        return ProxyRefused(f"the proxy {scene.proxy} cannot be reached: {_reason(error, scene)}")
    return Unreachable(f"{scene.host} cannot be reached: {_reason(error, scene)}")


def _broken(error: Exception, scene: Scene) -> RequestError:
    if (tls := _cause(error, ssl.SSLError)) is not None:
        return Disconnected(f"the line to {scene.host} broke: {_tls_reason(tls)}")
    when = "in the middle of its answer" if scene.answering else "without an answer"
    return Disconnected(f"{scene.host} hung up {when}")


def _bad_protocol(error: Exception, scene: Scene) -> RequestError:
    text = str(error)
    if "disconnected" in text or "closed connection" in text:
        return _broken(error, scene)
    return AnswerUnreadable(f"{scene.host} does not speak HTTP as it should: {scene.words(error)}")


def _bad_coding(error: Exception, scene: Scene) -> RequestError:
    return AnswerUnreadable(f"{scene.host} sent a broken compression: {scene.words(error)}")


_KINDS: tuple[tuple[type[httpx.RequestError], Callable[[Exception, Scene], RequestError]], ...] = (
    (httpx.ConnectTimeout, _connect_slow),
    (httpx.PoolTimeout, _connect_slow),
    (httpx.WriteTimeout, _write_slow),
    (httpx.ReadTimeout, _read_slow),
    (httpx.ProxyError, _proxy_says),
    (httpx.ConnectError, _no_connection),
    (httpx.NetworkError, _broken),
    (httpx.RemoteProtocolError, _bad_protocol),
    (httpx.DecodingError, _bad_coding),
)
_OUTSIDE = tuple(kind for kind, _ in _KINDS)


def _cause(error: BaseException, kind: type[_E]) -> _E | None:
    """The nearest cause of `error` that is a `kind`."""
    return next((cause for cause in _causes(error) if isinstance(cause, kind)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):  # one for each address that was tried
            for part in error.exceptions:
                yield from _causes(part)
        error = error.__cause__ or error.__context__


def _tls_reason(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return one_line(error.verify_message or str(error))
    reason = error.reason if isinstance(error, ssl.SSLError) else ""
    if reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST"):
        return "what answers there does not speak TLS; is it plain http?"
    return one_line(str(reason or error)).replace("_", " ").lower()


def _reason(error: Exception, scene: Scene) -> str:
    if _cause(error, socket.gaierror) is not None:
        return "its name has no address"
    if _cause(error, ConnectionRefusedError) is not None:
        return "nothing listens there"
    said = [cause.strerror for cause in _causes(error) if isinstance(cause, OSError)]
    return next((words.lower() for words in reversed(said) if words), "") or scene.words(error)

"""The request log: what was sent and what came back, bounded, without secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with everything about it. Whatever it holds may be shown."""

    number: int
    """Counted from 1 in the order of sending."""
    method: str
    url: str
    started: float
    """Unix time in seconds."""
    request_headers: Headers = ()
    request_body: str = ""
    """Its beginning, where it is long; `sent` tells its true size. Of a form with files, a line
    for each part: its name, and its text, or its file's name, type and size."""
    sent: int = 0
    """Bytes of the request's body; for a form, those that were sent so far at its end."""
    status: int | None = None
    """None while nothing has come."""
    response_headers: Headers = ()
    response_body: str = ""
    """Its beginning, where it is long; empty where it is not kept (lists of models, downloads)."""
    received: int = 0
    """Bytes of the answer's body, unpacked."""
    events: int = 0
    """Frames of a stream."""
    first_byte_s: float | None = None
    """Until the head of the answer came, since the start, waits and retries included."""
    elapsed_s: float | None = None
    """Until the end; None while it goes on."""
    retries: int = 0
    trace_id: str = ""
    error: str = ""
    """Why it failed or ended early; empty for a success."""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.elapsed_s is not None

    @property
    def weight(self) -> int:
        """About how many characters of memory it takes."""
        headers = sum(len(name) + len(value) for name, value in self.request_headers)
        headers += sum(len(name) + len(value) for name, value in self.response_headers)
        return len(self.request_body) + len(self.response_body) + len(self.url) + headers


Listener = Callable[[Exchange], None]


class RequestLog:
    """The last exchanges, oldest first; the oldest go when they are too many or too heavy."""

    def __init__(
        self, *, entries: int = 500, body_bytes: int = 256 * 1024, total_bytes: int = 16 * 2**20
    ) -> None:
        self.body_bytes = body_bytes
        """How much is kept of one body."""
        self._most = entries
        self._heaviest = total_bytes
        self._exchanges: dict[int, Exchange] = {}
        self._weight = 0
        self._last = 0
        self._listeners: list[Listener] = []

    def __len__(self) -> int:
        return len(self._exchanges)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._exchanges.values()))

    def get(self, number: int) -> Exchange | None:
        """The exchange with that number, unless it has gone."""
        return self._exchanges.get(number)

    def next_number(self) -> int:
        """A number for a new exchange."""
        self._last += 1
        return self._last

    def put(self, exchange: Exchange) -> None:
        """Add an exchange, or replace its earlier state. One that has gone stays away."""
        earlier = self._exchanges.get(exchange.number)
        if earlier is None and self._exchanges and exchange.number < next(iter(self._exchanges)):
            return
        self._exchanges[exchange.number] = exchange
        self._weight += exchange.weight - (earlier.weight if earlier else 0)
        self._shrink()
        for listener in tuple(self._listeners):
            listener(exchange)

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every new state of an exchange; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _shrink(self) -> None:
        while len(self._exchanges) > 1 and (
            len(self._exchanges) > self._most or self._weight > self._heaviest
        ):
            oldest = next(iter(self._exchanges))
            self._weight -= self._exchanges.pop(oldest).weight

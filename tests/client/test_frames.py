"""Frames: the same whatever the chunks, never anything but ours, linear."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cohere_tui.client.frames import NDJSON, SSE, Frame, Parser, Whole, parser_for
from cohere_tui.errors import AnswerUnreadable
from tests.conftest import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STREAMS = sorted((FIXTURES / "streams").iterdir())
KINDS: tuple[Callable[[], Parser], ...] = (SSE, NDJSON, Whole)


def parse(parser: Parser, *chunks: bytes) -> list[Frame]:
    return [frame for chunk in chunks for frame in parser.feed(chunk)] + parser.close()


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(edges)]


def test_sse_reads_name_and_data() -> None:
    frames = parse(SSE(), b'event: message-start\ndata: {"a":1}\n\ndata: [DONE]\n\n')
    assert frames == [Frame("message-start", '{"a":1}'), Frame("", "[DONE]")]
    assert [frame.marker for frame in frames] == [False, True]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_sse_knows_every_line_end(end: str) -> None:
    text = end.join(("event: a", "data: 1", "", "data: 2", "data: 3", "", ""))
    for size in (1, 2, 3, 1000):
        data = text.encode()
        chunks = [data[place : place + size] for place in range(0, len(data), size)]
        assert parse(SSE(), *chunks) == [Frame("a", "1"), Frame("", "2\n3")]


def test_a_line_end_that_only_unicode_knows_is_text() -> None:
    text = "a\u2028b\x0bc\x85d"
    assert parse(SSE(), f"data: {text}\n\n".encode()) == [Frame("", text)]
    assert parse(NDJSON(), f"{text}\n".encode()) == [Frame("", text)]


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        (": a comment\n\ndata: x\n\n", [Frame("", "x")]),
        ("id: 7\nretry: 10\nodd: field\ndata: x\n\n", [Frame("", "x")]),
        ("data:x\n\n", [Frame("", "x")]),
        ("data:  x\n\n", [Frame("", " x")]),
        ("data\n\n", [Frame("", "")]),
        ("event: lonely\n\n", []),
        ("event: first\nevent: second\ndata: x\n\n", [Frame("second", "x")]),
        ("data: x\nevent: late\n\n", [Frame("late", "x")]),
        ("\n\n\n\ndata: x\n\n\n\n\ndata: y\n\n", [Frame("", "x"), Frame("", "y")]),
        ("\ufeffdata: x\n\n", [Frame("", "x")]),
        ("data: x", [Frame("", "x")]),
        ("event: message-end\ndata: x\n", [Frame("message-end", "x")]),
        ("dat", []),
        ("", []),
    ],
)
def test_sse_oddities(text: str, frames: list[Frame]) -> None:
    assert parse(SSE(), text.encode()) == frames


def test_ndjson_skips_blank_lines_and_needs_no_last_line_end() -> None:
    data = '\ufeff{"a":1}\r\n\n  \n{"b":"é"}'.encode()
    assert parse(NDJSON(), data) == [Frame("", '{"a":1}'), Frame("", '{"b":"é"}')]


def test_bytes_that_are_not_utf8_become_signs() -> None:
    assert parse(SSE(), b"data: a\xffb\xe2\x82\n\n") == [Frame("", "a\ufffdb\ufffd")]


def test_characters_survive_being_cut() -> None:
    data = "data: é漢字👩‍🚀\n\n".encode()
    assert parse(SSE(), *(bytes([byte]) for byte in data)) == [Frame("", "é漢字👩‍🚀")]


def test_only_the_end_is_last() -> None:
    names = ("message-start", "message-end", "content-delta", "stream-end", "stream-error")
    assert [Frame(name, "{}").last for name in names] == [False, True, False, True, True]


@pytest.mark.parametrize(
    ("data", "last"),
    [
        ('{"is_finished":true,"event_type":"stream-end","response":{}}', True),
        ('{"event_type": "stream-end"}', True),
        ('{"response":{"text":"' + "long " * 10_000 + '"},"event_type":"stream-end"}', True),
        ('{"event_type":"stream-error","is_finished":true,"err":"no"}', True),
        ('{"type":"message-end","delta":{}}', True),
        ("[DONE]", True),
        ('{"event_type":"text-generation","text":"a stream-end"}', False),
        ('{"event_type":"text-generation","text":"{\\"event_type\\":\\"stream-end\\"}"}', False),
        ('{"event_type":"tool-calls-generation","tool_calls":[{"name":"stream-end"}]}', False),
        ('{"event_type":["stream-end"]}', False),
        ('{"type":{"message-end":1}}', False),
        ('["stream-end"]', False),
        ('"message-end"', False),
        ('{"event_type":"stream-end"', False),
        ("[" * 100_000 + '"stream-end"', False),
    ],
)
def test_frames_without_a_name_tell_their_end_in_their_data(data: str, *, last: bool) -> None:
    assert Frame("", data).last == last
    assert Frame("message", data).last == last
    assert Frame("text-generation", data).last == (data == "[DONE]")


def test_a_plain_answer_is_never_the_last_of_a_stream() -> None:
    assert not Frame("", '{"event_type":"stream-end"}', whole=True).last


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_in_every_recorded_stream_only_the_end_is_last(path: Path) -> None:
    frames = parse(SSE() if path.suffix == ".sse" else NDJSON(), path.read_bytes())
    ends = [frame for frame in frames if frame.last and not frame.marker]
    events = [frame for frame in frames if frame.data.startswith("{")]
    assert ends == ([] if path.name == "v2_chat.truncated.sse" else events[-1:])


def test_a_plain_answer_is_one_whole_frame() -> None:
    assert parse(Whole(), b'{"a":', b"1}") == [Frame("", '{"a":1}', whole=True)]
    assert parse(Whole(), b" \n") == []


def test_half_a_plain_answer_is_not_rescued_half_a_stream_is() -> None:
    plain, events, lines, cut_off = Whole(), SSE(), NDJSON(), SSE()
    plain.feed(b'{"a":')
    events.feed(b"data: {}\n\ndata: [2]\n")
    lines.feed(b'{"a":1}')
    cut_off.feed(b'event: message-end\ndata: {"a"')
    assert plain.rescue() == []
    assert events.rescue() == [Frame("", "[2]")]
    assert lines.rescue() == [Frame("", '{"a":1}')]
    assert cut_off.rescue() == []


@pytest.mark.parametrize(
    ("content_type", "begin", "kind"),
    [
        ("text/event-stream", b"", SSE),
        ("Text/Event-Stream; charset=utf-8", b"{", SSE),
        ("application/stream+json", b"{", NDJSON),
        ("application/x-ndjson", b"{", NDJSON),
        ("application/json", b'{"id"', Whole),
        ("application/json; charset=utf-8", b"\n{", Whole),
        ("application/json", b"event: message-start", SSE),
        ("", b"data: {", SSE),
        ("", b' {"event_type"', NDJSON),
        ("text/plain", b"event: message-start\n", SSE),
    ],
)
def test_the_content_type_decides(content_type: str, begin: bytes, kind: type) -> None:
    assert isinstance(parser_for(content_type, begin), kind)


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_every_recorded_stream_gives_its_events(path: Path) -> None:
    data = path.read_bytes()
    parser = SSE() if path.suffix == ".sse" else NDJSON()
    frames = parse(parser, data)
    said = [line for line in data.decode().splitlines() if line.startswith(("data:", "{"))]
    assert [frame.data for frame in frames] == [line.removeprefix("data:").strip() for line in said]


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.name)
def test_every_recorded_stream_is_the_same_byte_by_byte(path: Path) -> None:
    data = path.read_bytes()
    make = SSE if path.suffix == ".sse" else NDJSON
    assert parse(make(), *(bytes([byte]) for byte in data)) == parse(make(), data)


STREAMY = st.lists(
    st.sampled_from(
        [b"\n", b"\r", b"\r\n", b"\n\n", b"data: ", b"data:", b"event: a", b":", b"\xef\xbb\xbf",
         b"\xe2\x82", b"\xff", b"{}", b" ", b"[DONE]", "é".encode(), b"\0"]
    )
).map(b"".join)  # fmt: skip


LINES = st.lists(
    st.sampled_from(
        [b"\n", b"\r\n", b"\r", b" ", b"\t", b'{"event_type":"stream-end"}', b'"stream-error"',
         b"{", b'{"event_type":', b"}", b"[", b"null", b"\xef\xbb\xbf", b"\xff", b"\xf0\x9f",
         "🚀".encode()]
    )
).map(b"".join)  # fmt: skip


@given(data=STREAMY | LINES | st.binary(), places=st.lists(st.integers(0, 10_000)))
@example(data=b"\n\n\xef\xbb\xbfdata: x\n\n", places=[2])
@example(data=b"data: x\r\n\r\ndata: y\r\r", places=[8, 10, 19])
@example(data=b"data: x\n\n\ndata: y", places=[9])
def test_frames_do_not_depend_on_chunks(data: bytes, places: list[int]) -> None:
    for make in KINDS:
        assert parse(make(), *cut(data, places)) == parse(make(), data)


@settings(max_examples=50)
@given(data=STREAMY | LINES | st.binary(), places=st.lists(st.integers(0, 10_000)))
def test_where_a_stream_breaks_off_does_not_depend_on_chunks(
    data: bytes, places: list[int]
) -> None:
    for make in KINDS:
        parser, other = make(), make()
        before = [frame for chunk in cut(data, places) for frame in parser.feed(chunk)]
        assert before + parser.rescue() == other.feed(data) + other.rescue()


@settings(max_examples=50)
@given(
    data=STREAMY | LINES | st.binary(),
    places=st.lists(st.integers(0, 10_000)),
    content_type=st.sampled_from(["text/event-stream", "application/stream+json", "text/plain", ""])
    | st.text(),
)
def test_any_bytes_of_any_type_are_frames(
    data: bytes, places: list[int], content_type: str
) -> None:
    frames = parse(parser_for(content_type, data), *cut(data, places))
    assert all(isinstance(frame.last, bool) for frame in frames)


@settings(max_examples=50)
@given(data=STREAMY | LINES | st.binary(), places=st.lists(st.integers(0, 10_000)))
def test_with_a_small_limit_frames_are_given_until_one_is_refused(
    data: bytes, places: list[int]
) -> None:
    for make in (SSE, NDJSON, Whole):
        parser = make(8)
        given_before: list[Frame] = []
        try:
            for chunk in cut(data, places):
                given_before += parser.feed(chunk)
            given_before += parser.close()
        except AnswerUnreadable:
            assert given_before == parse(make(), data)[: len(given_before)]
        else:
            assert given_before == parse(make(), data)


@given(
    events=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"])),
            st.dictionaries(st.text(), st.text() | st.integers()),
        )
    ),
    places=st.lists(st.integers(0, 10_000)),
)
def test_what_was_written_is_read(
    events: list[tuple[str, dict[str, str | int]]], places: list[int]
) -> None:
    frames = [Frame(name, json.dumps(data, ensure_ascii=False)) for name, data in events]
    sent = "".join(f"event: {frame.event}\ndata: {frame.data}\n\n" for frame in frames)
    assert parse(SSE(), *cut(sent.encode("utf-8", "replace"), places)) == [
        Frame(frame.event, frame.data.encode("utf-8", "replace").decode()) for frame in frames
    ]


@pytest.mark.parametrize("make", [SSE, NDJSON, Whole])
def test_a_frame_without_end_is_refused_and_forgotten(
    make: Callable[[int], Parser],
) -> None:
    parser = make(2**20)
    for _ in range(16):
        parser.feed(b"x" * 65536)
    with pytest.raises(AnswerUnreadable, match="more than 1 MiB"):
        parser.feed(b"x")


class Counting(bytes):
    """Bytes that count how often they are looked through."""

    looks = 0

    def __contains__(self, part: object) -> bool:
        Counting.looks += 1
        return super().__contains__(part)  # type: ignore[operator]


def test_a_line_of_ten_megabytes_is_looked_at_once() -> None:
    parser = SSE()
    pieces = [Counting(b"x" * 16384) for _ in range(640)]
    Counting.looks = 0
    parser.feed(b"data: ")
    for piece in pieces:
        assert parser.feed(piece) == []
    (frame,) = parser.feed(b"\n\n")
    assert len(frame.data) == 640 * 16384
    assert Counting.looks == 2 * len(pieces)

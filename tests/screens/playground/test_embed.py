"""The embed playground on the sandbox: what is asked, what is seen, what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cohere_tui.models.embed import EmbedManyRequest, EmbedResponse
from cohere_tui.sandbox.jobs.records import EmbedJob
from cohere_tui.sandbox.knobs import Fault
from cohere_tui.screens.playground.embed import EmbedPanel, lacking
from cohere_tui.services.embed import merged, split
from cohere_tui.services.splitting import Merged, Parts
from cohere_tui.widgets.code_view import CodeView
from cohere_tui.widgets.confirm import Confirm
from cohere_tui.widgets.detail.rows_page import RowsPage
from cohere_tui.widgets.form.form import Form
from cohere_tui.widgets.playground.heat_map import HeatMap
from cohere_tui.widgets.playground.pictured import Pictured
from tests.pictures import png
from tests.until import until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from tests.screens.playground.conftest import Seat, SitAt


def picture(seat: Seat, name: str = "Similarity") -> Pictured:
    page = seat.panel.answer.body(name)
    assert isinstance(page, Pictured)
    return page


def rows(seat: Seat, name: str) -> Sequence[Any]:
    page = seat.panel.answer.body(name)
    assert isinstance(page, RowsPage)
    return page.listing.rows


def sent(seat: Seat) -> list[Any]:
    """The bodies of the requests to embed."""
    return [one.body for one in seat.sandbox.requests if one.path == "/v2/embed"]


async def drawn(seat: Seat) -> None:
    """Run, and wait for the similarities."""
    await seat.run()
    run = seat.panel.run
    assert run is not None
    await until(lambda: picture(seat).picture is seat_picture(seat), "nothing was drawn")


def seat_picture(seat: Seat) -> object:
    """What the panel has drawn of the run in sight."""
    panel = seat.panel
    assert isinstance(panel, EmbedPanel)
    answer, known = panel._pictures
    return next(iter(known.values()), 0) if panel.run and answer is panel.run.answer else 0


async def page(seat: Seat, name: str) -> None:
    seat.panel.action_look(name)
    await until(lambda: name not in seat.panel.answered.outdated and seat.panel.answer.page == name)


async def told(seat: Seat, words: str) -> None:
    await until(lambda: words in seat.text, f"{words!r} was not seen")


async def write(seat: Seat, **values: str) -> None:
    """Write into fields, and wait until that is what would be sent."""
    await seat.fill(**values)
    await until(lambda: all(seat.panel.fields.values.get(name) == values[name] for name in values))


async def test_the_example_shows_its_three_groups(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_at("embed") as seat:
        copied: list[str] = []
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await until(lambda: "F5 runs it" in seat.text)
        await drawn(seat)
        (body,) = sent(seat)
        assert body["embedding_types"] == ["float", "int8"]
        assert len(body["texts"]) == 10
        await until(lambda: "58 input tokens" in seat.told)
        found = picture(seat).picture
        assert found is not None
        groups = ((0, 1, 2), (3, 4, 5), (6, 7, 8, 9))
        for group in groups:
            for one in group:
                nearest = found.similarity.nearest(one)
                assert nearest in group
        await told(seat, "cosine 0.48")
        # One input is looked at on all pages.
        await page(seat, "Similarity")
        await seat.pilot.press("j", "j", "j", "l", "enter")
        await until(lambda: seat.panel.answer.page == "Neighbours")
        await told(seat, "Nearest to 4 Where is my parcel?")
        assert [row.label for row in rows(seat, "Neighbours")][:2] == [
            "My parcel is late again",
            "The parcel came open and empty",
        ]
        await seat.pilot.press("enter")
        await told(seat, "Nearest to 5 My parcel is late again")
        await page(seat, "Map")
        await until(lambda: picture(seat, "Map").place == 4)
        await told(seat, "nearest: 4 Where is my parcel?")
        await page(seat, "Vectors")
        await told(seat, "1,536")
        await seat.pilot.press("G", "enter")
        await told(seat, "Nearest to 10 Which invoice is still open?")
        await page(seat, "Sizes")
        await told(seat, "ubinary")
        await until(
            lambda: [row.found.kind for row in rows(seat, "Sizes") if row.drift] == ["int8"]
        )
        await page(seat, "Similarity")
        await told(seat, "float vectors")
        await seat.pilot.press("t")
        await told(seat, "int8 vectors")
        await seat.pilot.press("Y")
        await until(lambda: bool(copied))
        assert copied[0].count("\n") > 20 * 1536
        await page(seat, "JSON")
        await told(seat, "1,532 more]")


async def test_at_80_columns_the_answer_takes_the_room_while_it_is_read(sit_at: SitAt) -> None:
    async with sit_at("embed", 80, 24) as seat:
        await drawn(seat)
        await page(seat, "Map")
        await told(seat, "Which invoice is still op")
        await told(seat, "Two directions of the float vectors")


async def test_nothing_is_lost_when_it_fails_or_is_stopped_midway(sit_at: SitAt) -> None:
    async with sit_at("embed") as seat:
        texts = [f"harbour {number} of the coast" for number in range(300)]
        await write(seat, texts="\n".join(texts), output_dimension="256", embedding_types="int8")
        refusal = Fault("/v2/embed", 400, "no more today", skip=2, times=2)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(refusal,))
        await drawn(seat)
        await until(lambda: "F5 asks for the rest" in seat.told)
        run = seat.panel.run
        assert run is not None
        missing = len(run.answer.missing)
        assert missing in (108, 192)  # the last part is shorter
        await told(seat, f"{missing} of 300 inputs left out")
        before = len(sent(seat))
        await drawn(seat)
        assert seat.panel.run is not None
        assert seat.panel.run.answer.matches
        assert len(sent(seat)) == before + 2
        # Stopped by hand, with what came by then.
        stall = Fault("/v2/embed", kind="stall", skip=1)
        seat.sandbox.knobs = replace(seat.sandbox.knobs, faults=(stall,))
        await write(seat, texts="\n".join(texts[1:]))
        run = seat.panel.run
        await seat.pilot.press("f5")
        await until(lambda: seat.panel.way and seat.panel.way.parts and seat.panel.way.parts.done)
        await told(seat, "1 of 4 requests")
        await seat.pilot.press("ctrl+c")
        await until(lambda: seat.panel.run is not run and seat.panel.way is None)
        run = seat.panel.run
        assert run is not None
        assert 0 < len(run.answer.missing) < 299
        await until(lambda: "It was stopped" in seat.told)


async def test_what_cannot_be_sent_is_said_before(sit_at: SitAt, tmp_path: Path) -> None:
    (tmp_path / "wheel.png").write_bytes(png())
    (tmp_path / "notes.png").write_text("no image")
    (tmp_path / "mill.png").write_bytes(png(seed=2))
    async with sit_at("embed") as seat:
        await write(seat, texts="  ")
        await seat.pilot.press("f5")
        await until(lambda: "at least one text" in seat.hint("texts"))
        await write(seat, source="images")
        await until(lambda: seat.panel.fields.values["input_type"] == "image")
        await write(seat, images=f"{tmp_path}/wheel.png\n~/notes.png\n/no/such.png")
        await seat.pilot.press("f5")
        await until(lambda: "line 2:" in seat.hint("images"))
        await until(lambda: "is not an image" in seat.hint("images"))
        assert sent(seat) == []
        await write(seat, images=f"{tmp_path}/wheel.png\n~/mill.png")
        await drawn(seat)
        (body,) = sent(seat)
        assert [one[:22] for one in body["images"]] == ["data:image/png;base64,"] * 2
        assert picture(seat).labels == ("wheel.png", "mill.png")
        seat.panel.action_code()
        await until(lambda: isinstance(seat.app.screen, CodeView))
        view = seat.app.screen
        assert isinstance(view, CodeView)
        assert "mill.png>" in view.code
        await seat.pilot.press("escape")
        # A file that goes away between the look at it and the run.
        await write(seat, images=str(tmp_path / "wheel.png"))
        (tmp_path / "wheel.png").unlink()
        await seat.pilot.press("f5")
        await until(lambda: "cannot be read" in seat.hint("images"))


async def test_texts_and_images_are_embedded_together(sit_at: SitAt, tmp_path: Path) -> None:
    (tmp_path / "a wheel.png").write_bytes(png())
    (tmp_path / "notes.png").write_text("no image")
    (tmp_path / "big.png").write_bytes(png() + bytes(11_000_000))
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"text": "a mill"}\n{"text": "the wheel", "image": "~/a wheel.png"}\n')
    async with sit_at("embed") as seat:
        # The example: its image is made when it is wanted.
        await write(seat, source="inputs")
        await until(lambda: "4 inputs in 1 request" in seat.hint("inputs"))
        await drawn(seat)
        (body,) = sent(seat)
        kinds = [[part["type"] for part in one["content"]] for one in body["inputs"]]
        assert kinds == [["text", "image_url"], ["image_url"], ["text"], ["text"]]
        assert body["input_type"] == "clustering"
        assert picture(seat).labels[1] == "@sample-page.png"
        found = picture(seat).picture
        assert found is not None
        assert found.similarity.nearest(0) in (1, 2)
        await page(seat, "Neighbours")
        await told(seat, "@sample-page.png")
        # What cannot be sent.
        for line, wrong in (
            ("~/none.png", "none.png cannot be read"),
            ("~/notes.png", "notes.png is not an image"),
            ("https://example.com/a.png", "is an address"),
            ("~/big.png @~/big.png", "its images have 22 MB together"),
        ):
            await write(seat, inputs=f"a mill\n\nthe wheel @{line}")
            await seat.pilot.press("f5")
            await until(lambda wrong=wrong: wrong in seat.hint("inputs"))  # type: ignore[misc]
            await until(lambda: "line 3: " in seat.hint("inputs"))
        assert len(sent(seat)) == 1
        # Two heavy ones are two requests; code tells which image it would be.
        await write(seat, inputs="a @~/big.png\nb @~/big.png\nc @~/a wheel.png")
        await until(lambda: "3 inputs in 2 requests" in seat.hint("inputs"))
        first = str(seat.panel.request(seat.panel.fields.values).body)
        assert "<~/big.png>" in first
        assert "a wheel.png>" not in first
        # From a file, whose rows may lack an image.
        seat.control("inputs").focus()
        await seat.pilot.press("f7")
        form = await form_of(seat)
        form.fields.control("path").value = str(rows)
        await seat.pilot.press("ctrl+s")
        await until(
            lambda: seat.panel.fields.values["inputs"] == "a mill\nthe wheel @~/a wheel.png"
        )
        await seat.run()
        assert len(sent(seat)) == 2
        run = seat.panel.run
        assert run is not None
        assert seat.panel.sheet(run).rows[1][0] == "the wheel @a wheel.png"


async def test_a_read_only_profile_is_told_before_that_there_is_no_job(
    sit_at: SitAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sit_at("embed") as seat:
        monkeypatch.setattr(type(seat.panel.house), "read_only", True)
        texts = "\n".join(f"pier {number}" for number in range(2_001))
        await write(seat, texts=texts, output_dimension="256", embedding_types="int8")
        await until(lambda: "2,001 texts in 21 requests; one per" in seat.hint("texts"))
        for key in ("n", "y"):
            await seat.pilot.press("f5")
            await until(lambda: isinstance(seat.app.screen, Confirm))
            await until(lambda: "the profile is read-only" in " ".join(seat.text.split()))
            await seat.pilot.press(key)
            await until(lambda: seat.panel.way is None)
            assert len(sent(seat)) == (0 if key == "n" else 21)


def many(count: int) -> EmbedManyRequest:
    return EmbedManyRequest.of(
        {"model": "embed-v4.0", "input_type": "image", "texts": ["a"] * count}
    )


def came(asked: int, *vectors: list[float] | None) -> Merged[EmbedResponse]:
    request = many(asked)
    response = EmbedResponse.model_validate({"embeddings": {"float": vectors}, "asked": asked})
    return Merged(merged(split(request), (response,)), Parts((response,)))


def test_vectors_that_did_not_come_are_told() -> None:
    assert lacking(came(2, [1.0], [2.0])) is None
    assert "sent 1 vector for 3 inputs" in str(lacking(came(3, [1.0])))
    assert str(lacking(came(2, [1.0], None))) == "1 of 2 inputs came without a vector"


async def form_of(seat: Seat) -> Form[Any]:
    await until(lambda: isinstance(seat.app.screen, Form) and seat.app.screen.focused is not None)
    assert isinstance(seat.app.screen, Form)
    return seat.app.screen


async def test_thousands_of_texts_are_a_task_for_a_job(sit_at: SitAt, tmp_path: Path) -> None:
    into = tmp_path / "vectors.jsonl"
    async with sit_at("embed") as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, speed=1000)
        texts = [f"pier {number}" for number in range(2_001)]
        await write(seat, texts="\n".join(texts), output_dimension="256")
        await seat.pilot.press("f5")
        form = await form_of(seat)
        await until(lambda: "A job does not know:" in seat.text)
        assert seat.hint("texts") == "2,001 texts in 21 requests, or by an embed job"
        await until(lambda: "with 21 requests from here" in seat.text)
        # Left: nothing is sent.
        await seat.pilot.press("escape")
        await until(lambda: seat.panel.way is None)
        assert not [one for one in seat.sandbox.requests if one.method == "POST"]
        await seat.pilot.press("f5")
        form = await form_of(seat)
        form.fields.control("model").value = "embed-english-light-v3.0"
        form.fields.control("path").value = str(into)
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.panel.run is not None and seat.panel.way is None)
        assert len(into.read_text().splitlines()) == 2_001
        run = seat.panel.run
        assert run is not None
        assert run.answer.asked == 2_000
        await until(lambda: "the first 2,000 of 2,001 vectors" in seat.told)
        await until(lambda: "On the server: the texts (" in seat.told)
        assert sent(seat) == []


async def test_a_job_that_is_stopped_is_cancelled_if_the_person_wants(
    sit_at: SitAt, tmp_path: Path
) -> None:
    async with sit_at("embed") as seat:
        seat.sandbox.knobs = replace(seat.sandbox.knobs, speed=0)
        await write(seat, texts="\n".join(f"pier {number}" for number in range(2_001)))
        await seat.pilot.press("f5")
        form = await form_of(seat)
        form.fields.control("model").value = "embed-english-light-v3.0"
        form.fields.control("path").value = str(tmp_path / "v.jsonl")
        await seat.pilot.press("ctrl+s")
        await until(lambda: seat.panel.way is not None and "3 of 5" in seat.panel.way.words)
        seat.sandbox.clock.advance(60)
        await until(lambda: seat.panel.way is not None and "4 of 5" in seat.panel.way.words)
        await until(lambda: list(seat.sandbox.world.shelf(EmbedJob)))
        await until(lambda: seat.panel.way is not None and "next look" in seat.panel.way.words)
        await told(seat, "4 of 5: the job embeds them")
        await seat.pilot.press("ctrl+c")
        await until(lambda: isinstance(seat.app.screen, Confirm))
        await seat.pilot.press("y")
        await until(lambda: [one for one in seat.sandbox.requests if one.path.endswith("/cancel")])
        await told(seat, "the running job")


async def test_narrow_cells_show_all_of_a_large_square(sit_at: SitAt) -> None:
    async with sit_at("embed") as seat:
        texts = "\n".join(f"text {number}" for number in range(97))
        await write(seat, texts=texts, output_dimension="256")
        await drawn(seat)
        assert len(sent(seat)) == 2
        heat = picture(seat)
        assert isinstance(heat, HeatMap)
        await page(seat, "Similarity")
        await told(seat, "of 97 →")
        await seat.pilot.press("w", "G", "L")
        await until(lambda: heat.pair == (96, 96))

"""Images to be embedded: looked at while they are named, read when they are sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.errors import FileUnusable, RequestInvalid
from cohere_tui.models.embed import MOST_INPUTS
from cohere_tui.models.embed_rules import images_at_once, most_bytes
from cohere_tui.models.links import is_web_link
from cohere_tui.plain import one_line
from cohere_tui.services.files.images import check_image, image_in
from cohere_tui.services.files.opening import size_of
from cohere_tui.services.samples.files import PAGE
from cohere_tui.services.splitting import split_inputs
from cohere_tui.state.playground.embedding import IMAGES, TEXTS, how_many, inputs_in, source_of
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cohere_tui.state.form import Values
    from cohere_tui.state.playground.mixtures import Mixture


def stand_ins(values: Values) -> dict[str, str]:
    """Data URIs by path that say which image would be there."""
    return {path: f"data:image/png;base64,<{one_line(path)}>" for _, path in _paths(values)}


def wrong_image(values: Values) -> str:
    """What is wrong with the first image that cannot be sent, and its line; empty for none."""
    if source_of(values) == TEXTS:
        return ""
    inputs, most = inputs_in(values), most_bytes(values.get("model", ""))
    seen: set[str] = set()
    for line, path in _paths(values):
        if path in seen:
            continue
        seen.add(path)
        wrong = _wrong(path, most)
        if wrong:
            return wrong if len(inputs) == 1 else f"line {line}: {wrong}"
    for line, one in inputs:
        weight = _weight(one)
        if len(one.images) > 1 and weight > most:
            return (
                f"line {line}: its images have {size(weight)} together; "
                f"a request takes {size(most)}"
            )
    return ""


def requests_for(values: Values) -> int:
    """How many requests it takes, as far as is known before the images are read."""
    if source_of(values) == TEXTS:
        return -(-how_many(values) // MOST_INPUTS)
    inputs, model = [one for _, one in inputs_in(values)], values.get("model", "")
    most: int | None = MOST_INPUTS
    if source_of(values) == IMAGES:
        most = images_at_once(model)
    return len(split_inputs(inputs, most, weigh=_weight, heaviest=most_bytes(model)))


async def provide_sample(values: Values) -> None:
    """Make the image of the example, where it is asked for. Raises `FileUnusable`."""
    if any(_is_sample(path) for _, path in _paths(values)):
        await PAGE.provide(PAGE.path)


def read_images(values: Values) -> dict[str, str]:
    """The images as data URIs, by path. Raises `RequestInvalid`. Blocks."""
    most = most_bytes(values.get("model", ""))
    images: dict[str, str] = {}
    for line, path in _paths(values):
        if path not in images:
            try:
                images[path] = image_in(Path(path).expanduser(), most)
            except (FileUnusable, RuntimeError, ValueError) as error:
                raise RequestInvalid(f"line {line}: {error}", field=source_of(values)) from error
    return images


def _paths(values: Values) -> Iterator[tuple[int, str]]:
    for line, one in () if source_of(values) == TEXTS else inputs_in(values):
        for path in one.images:
            yield line, path


def _is_sample(path: str) -> bool:
    try:
        return Path(path).expanduser() == PAGE.path
    except (RuntimeError, ValueError):
        return False


def _wrong(path: str, most: int) -> str:
    if is_web_link(path):
        return f"{one_line(path)} is an address: save the image into a file"
    try:
        if not _is_sample(path) or PAGE.path.exists():
            check_image(Path(path).expanduser(), most)
    except (FileUnusable, RuntimeError, ValueError) as error:
        return str(error)
    return ""


def _weight(one: Mixture) -> int:
    return sum(map(_size, one.images))


def _size(path: str) -> int:
    try:
        return size_of(Path(path).expanduser())
    except (FileUnusable, RuntimeError, ValueError):
        return 0  # what is wrong with it is said elsewhere

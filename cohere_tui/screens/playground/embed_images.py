"""Images to be embedded: looked at while they are named, read when they are sent."""

from __future__ import annotations

from functools import lru_cache
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
from cohere_tui.state.playground.embedding import (
    IMAGES,
    TEXTS,
    how_many,
    inputs_in,
    labels_of,
    source_of,
)
from cohere_tui.state.playground.mixtures import Mixture
from cohere_tui.state.sizes import size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cohere_tui.state.form import Values


def stand_ins(inputs: Iterable[Mixture]) -> dict[str, str]:
    """Data URIs by path that say which image would be there."""
    return {
        path: f"data:image/png;base64,<{one_line(path)}>" for one in inputs for path in one.images
    }


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
        weight = _weight(one, most)
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
    return len(_requests(values))


def first_inputs(values: Values) -> tuple[Mixture, ...]:
    """The inputs of the first request, as far as is known before the images are read."""
    if source_of(values) == TEXTS:
        return tuple(map(Mixture, labels_of(values)[:MOST_INPUTS]))
    return next(iter(_requests(values)), ())


def _requests(values: Values) -> tuple[tuple[Mixture, ...], ...]:
    inputs, model = [one for _, one in inputs_in(values)], values.get("model", "")
    most = images_at_once(model) if source_of(values) == IMAGES else MOST_INPUTS
    bytes_ = most_bytes(model)
    return split_inputs(inputs, most, weigh=lambda one: _weight(one, bytes_), heaviest=bytes_)


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
                _bytes_of.cache_clear()  # what was seen of files is not true any more
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
        _bytes_of(path, most)
    except (FileUnusable, RuntimeError, ValueError) as error:
        return "" if _is_sample(path) and not PAGE.path.exists() else str(error)
    return ""


@lru_cache(maxsize=1 << 17)
def _bytes_of(path: str, most: int) -> int:
    """The size of an image that can be sent. Raises what `check_image` does.

    Remembered where nothing is wrong: it is asked for with every key, and there may be thousands of
    files. Whether all of it still holds is seen when they are read.
    """
    image = Path(path).expanduser()
    check_image(image, most)
    return size_of(image)


def _weight(one: Mixture, most: int) -> int:
    return sum(_size(path, most) for path in one.images)


def _size(path: str, most: int) -> int:
    try:
        return _bytes_of(path, most)
    except (FileUnusable, RuntimeError, ValueError):
        return 0  # what is wrong with it is said elsewhere

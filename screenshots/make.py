"""Makes every picture: the app on the sandbox, in a terminal of a given size, driven by keys."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cohere_tui.app import CohereTui
from cohere_tui.config.options import Options, Start
from cohere_tui.config.paths import Paths
from cohere_tui.sandbox.knobs import FAIR
from cohere_tui.sandbox.server import Sandbox
from cohere_tui.screens.chat import ChatScreen
from cohere_tui.state.facts import Link
from screenshots.world import stored

if TYPE_CHECKING:
    from textual.pilot import Pilot

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Scene:
    """A picture: how large the terminal is, how the app looks, and what is pressed."""

    name: str
    size: tuple[int, int] = (120, 40)
    theme: str = "cohere-dark"
    keys: tuple[str, ...] = ()
    opened: bool = True
    """Whether the newest conversation is open."""
    key: str = "a-key-that-works"
    place: str = ""
    """Where to go first; the server then has a few of everything. Empty: the chat."""
    part: str = ""
    """The part of the place, where it has several."""


RUN = ("f5", "escape")
"""Runs the example of a playground, and goes to its answer."""

SCENES = (
    Scene("chat-120x40"),
    Scene("chat-80x24", (80, 24)),
    Scene("chat-40x15", (40, 15)),
    Scene("chat-light", theme="cohere-light"),
    Scene("chat-ansi", (80, 24), "ansi"),
    Scene("reading", (80, 24), keys=("tab", "k", "k", "k")),
    Scene("empty", (80, 24), opened=False),
    Scene("palette", (80, 24), keys=("ctrl+p",)),
    Scene("models", (80, 24), keys=("f8",)),
    Scene("help", (80, 24), keys=("f1",)),
    Scene("recall", (80, 24), keys=("ctrl+r", "m", "i", "l", "l")),
    Scene("error", (80, 24), keys=("H", "i", "enter"), key="invalid"),
    Scene("onboarding", (80, 24), opened=False, key=""),
    Scene("models-120x40", place="models", keys=("j", "j")),
    Scene("datasets-120x40", place="datasets"),
    Scene("datasets-80x24", (80, 24), place="datasets", keys=("j", "j", "space", "j", "space")),
    Scene("datasets-rows", place="datasets", keys=("j", "enter", "l")),
    Scene("datasets-upload", (80, 24), place="datasets", keys=("n",)),
    Scene("datasets-light", theme="cohere-light", place="datasets"),
    Scene("connectors-120x40", place="connectors"),
    Scene("connectors-form", (80, 24), place="connectors", keys=("n",)),
    Scene("finetunes-120x40", place="finetunes", keys=("j",)),
    Scene("finetunes-curves", place="finetunes", keys=("j", "enter", "l", "l")),
    Scene("embed-jobs-120x40", place="embed-jobs"),
    Scene("batches-120x40", place="batches", keys=("j",)),
    Scene("batches-80x24", (80, 24), theme="ansi", place="batches", keys=("j", "enter")),
    Scene("code", (80, 24), place="models", keys=("x",)),
    Scene("delete", (80, 24), place="datasets", keys=("space", "space", "D")),
    Scene("embed-120x40", place="playground", part="embed", keys=(*RUN, "l", "right")),
    Scene("embed-map", (80, 24), place="playground", part="embed", keys=(*RUN, "shift+right")),
    Scene("rerank-80x24", (80, 24), place="playground", part="rerank", keys=(*RUN, "j")),
    Scene("classify-120x40", place="playground", part="classify", keys=RUN),
    Scene("tokenize-120x40", place="playground", part="tokenize", keys=RUN),
    Scene("generate-light", theme="cohere-light", place="playground", part="generate", keys=RUN),
    Scene("summarize-ansi", (80, 24), "ansi", place="playground", part="summarize", keys=RUN),
    Scene("parse-120x40", place="playground", part="parse", keys=RUN),
    Scene("transcribe-80x24", (80, 24), place="playground", part="transcribe"),
)


async def take(scene: Scene) -> str:
    """The picture of `scene` as SVG."""
    with tempfile.TemporaryDirectory() as home:
        async with Sandbox(FAIR, demo_data=bool(scene.place)) as sandbox:
            await sandbox.rest()
            _environment(home, scene, sandbox.url)
            paths = Paths.of(os.environ)
            paths.data_dir.mkdir(parents=True, mode=0o700)
            if scene.opened and not scene.place:
                await stored(paths.database)
            app = CohereTui(Start(Options(), paths, theme=scene.theme))
            async with app.run_test(size=scene.size) as pilot:
                await _settled(app, pilot, scene)
                for key in scene.keys:
                    await pilot.press(key)
                    await _quiet(pilot)
                await _quiet(pilot)
                return _portable(app.export_screenshot(title="cohere-tui"))


def _environment(home: str, scene: Scene, url: str) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = f"{home}/{name.lower()}"
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
    for name in ("CO_API_KEY", "CO_API_URL", "COHERE_API_KEY", "NO_COLOR"):
        os.environ.pop(name, None)
    if scene.key:
        os.environ.update(CO_API_KEY=scene.key, CO_API_URL=url)


async def _settled(app: CohereTui, pilot: Pilot[None], scene: Scene) -> None:
    """Wait until all is there, and open the newest conversation."""
    while scene.key and not any(
        isinstance(one, ChatScreen) and one.services is not None for one in app.screen_stack
    ):
        await pilot.pause(0.05)
    await _quiet(pilot)
    if scene.place:
        if scene.part:
            app.visit(Link(scene.place, scene.part))
        else:
            app.action_go(scene.place)
        await pilot.pause(2)
    elif scene.opened:
        await pilot.press("ctrl+r")
        await _quiet(pilot)
        await pilot.press("enter")
    await _quiet(pilot)


async def _quiet(pilot: Pilot[None]) -> None:
    await pilot.pause(0.4)


def _portable(svg: str) -> str:
    """`svg` with blanks that no viewer folds, no font to fetch, and the same port each time."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"127\.0\.0\.1:\d{5}", "127.0.0.1:48642", svg)
    return svg.replace("<text ", '<text xml:space="preserve" ')


async def main(wanted: list[str]) -> None:
    """Make the pictures of these names, all without names."""
    for scene in SCENES:
        if not wanted or scene.name in wanted:
            (HERE / f"{scene.name}.svg").write_text(await take(scene))
            sys.stdout.write(f"{scene.name}.svg\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))

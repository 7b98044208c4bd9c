"""Looking for a file in the folders of the machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import getters, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var
from textual.widgets import DirectoryTree, Static

from cohere_tui.plain import one_line
from cohere_tui.widgets.dialog import Dialog
from cohere_tui.widgets.themes import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widgets._directory_tree import DirEntry
    from textual.widgets.tree import TreeNode

_BOLD: Final = Style(bold=True)


def _key(keys: str, action: str, what: str, name: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, what, id=f"folders.{name}", show=show)


class Folders(DirectoryTree, inherit_bindings=False):
    """The folders below one, opened when asked for; hidden files only when wanted."""

    DEFAULT_CSS = """
    Folders { height: 60vh; margin-top: 1; background: $surface; scrollbar-size-vertical: 1; }
    Folders:focus { background-tint: transparent; }
    Folders:ansi { background: ansi_default; }
    """

    BINDING_GROUP_TITLE = "Folders"

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("j,down", "cursor_down", "Down", "down"),
        _key("k,up", "cursor_up", "Up", "up"),
        _key("pagedown,ctrl+d", "page_down", "Page down", "page_down"),
        _key("pageup,ctrl+u", "page_up", "Page up", "page_up"),
        _key("g,home", "scroll_home", "First", "first"),
        _key("G,end", "scroll_end", "Last", "last"),
        _key("enter,l,right", "select_cursor", "Choose, open", "choose", show=True),
        _key("h,left", "close", "Close the folder", "close"),
        _key("backspace,minus", "outside", "Folder above", "outside", show=True),
        _key("a", "hidden", "Hidden files", "hidden", show=True),
    ]

    shows_hidden: var[bool] = var(False)

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out what is hidden, unless it is wanted."""
        return [path for path in paths if self.shows_hidden or not path.name.startswith(".")]

    def process_label(self, label: str | Text) -> Text:
        """A name, made harmless."""
        return Text(one_line(label if isinstance(label, str) else label.plain) or " ")

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """A folder's name with a sign, bold; a file's without."""
        signs = signs_of(self.app)
        name = str(node.label)
        if not node.allow_expand:
            return Text(f"  {name}", style)
        sign = signs.opened if node.is_expanded else signs.folded
        return Text.assemble((f"{sign} ", base_style), (f"{name}/", style + _BOLD))

    def action_close(self) -> None:
        """Close the folder under the cursor, or the one around it."""
        node = self.cursor_node
        if node is None:
            return
        if not (node.allow_expand and node.is_expanded) and node.parent is not None:
            node = node.parent
        if node is self.root:
            self.action_outside()
        else:
            node.collapse()
            self.move_cursor(node)

    def action_outside(self) -> None:
        """Show the folder around this one."""
        self.path = Path(self.path).absolute().parent

    async def action_hidden(self) -> None:
        """Show hidden files, or hide them."""
        self.shows_hidden = not self.shows_hidden
        await self.reload()


class FileBrowser(Dialog["str | None"]):
    """Looks for a file from the folder `start` on; answers its path, or None."""

    DEFAULT_CSS = """
    FileBrowser .dialog { width: 84; }
    FileBrowser.-short Folders { margin-top: 0; height: 70vh; }
    """

    BINDING_GROUP_TITLE = "Choosing a file"
    folders = getters.query_one(Folders)
    cancelled = None

    def __init__(self, start: Path) -> None:
        super().__init__("Choose a file")
        self._start = start

    def body(self) -> ComposeResult:
        """Where we are, and what is there."""
        yield Static("", id="browser-place", classes="dialog--note", markup=False)
        folders = Folders(self._start)
        folders.show_root = False
        folders.show_guides = False
        folders.guide_depth = 2
        yield folders

    def on_mount(self) -> None:
        """Say where we are, now and later."""
        self.watch(self.folders, "path", self._tell)

    def _tell(self, path: Path) -> None:
        place = self.query_one("#browser-place", Static)
        place.update(Content(one_line(_short(Path(path)))))

    @on(DirectoryTree.FileSelected)
    def choose(self, event: DirectoryTree.FileSelected) -> None:
        """A file was chosen."""
        event.stop()
        self.dismiss(_short(event.path))


def folder_of(typed: str) -> Path:
    """Where to begin to look, given what was typed so far: the nearest folder that is there."""
    try:
        path = Path(typed).expanduser().absolute()
        return next(one for one in (path, *path.parents) if one.is_dir())
    except (OSError, RuntimeError, ValueError, StopIteration):
        return Path.cwd()


def _short(path: Path) -> str:
    """With `~` for the home folder."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (RuntimeError, ValueError):
        return str(path.absolute())

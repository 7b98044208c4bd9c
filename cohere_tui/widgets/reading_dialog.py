"""Dialogs in which something is read: it can be read outside, too."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from cohere_tui.widgets.dialog import Dialog

Result = TypeVar("Result")


class ReadingDialog(Dialog[Result], Generic[Result]):
    """A dialog that is `Readable`, or holds what is. The app's own keys end at a dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,p", "app.pager", "Read in $PAGER", id="dialog.pager", show=False),
    ]

    BINDING_GROUP_TITLE = "Dialogs to read"

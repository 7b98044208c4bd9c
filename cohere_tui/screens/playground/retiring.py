"""What the server no longer offers: told calmly, remembered, and asked again when one wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from cohere_tui.errors import CohereTuiError, NotFound, NotOffered
from cohere_tui.screens.playground.frame import PanelFrame
from cohere_tui.state.retired import RETIRED

if TYPE_CHECKING:
    from cohere_tui.screens.house import House

Answer = TypeVar("Answer")

_AGAIN: Final = " r asks it again."
_STILL_THERE: Final = "What was asked is still in the form."
_AS_IT_WAS: Final = "The form is as it was; F5 asks again."


class Retiring(PanelFrame[Answer]):
    """Knows whether the server was seen to have taken it away, and says what failed."""

    def furnish(self, house: House) -> None:
        """Know whether the server was seen to have taken it away."""
        super().furnish(house)
        self._show_retired()
        if self.is_gone and self.fields.has_focus_within and not self.fields.touched:
            self.focus_form()

    @property
    def is_gone(self) -> bool:
        """Whether the server was seen to have taken it away."""
        return self.house is not None and self.NAME in self.house.retired

    def focus_form(self) -> None:
        """Where it is gone, focus the button: the keys that the banner names are letters."""
        if self.is_gone:
            self.asked.button.focus()
        else:
            super().focus_form()

    def say_failed(self, error: CohereTuiError) -> None:
        """Say why; what was asked stays. What a server has retired is told calmly."""
        gone = isinstance(error, NotOffered) or (
            isinstance(error, NotFound) and "model" not in str(error).lower()
        )
        calm = gone and self.NAME in RETIRED
        if calm:
            self.remember_retired(retired=True)
        else:
            self.show_trouble(error)
        form = _STILL_THERE if calm or error.in_vain else _AS_IT_WAS
        self.answered.tell(f"Nothing came. {form}", wrong=not calm)

    def remember_retired(self, *, retired: bool) -> None:
        """Say that the server no longer offers it, or does, and keep that for the next start."""
        if self.house is None or retired is self.is_gone:
            return
        try:
            self.house.keep_retired(self.NAME, retired=retired)
        except CohereTuiError as error:
            self.app.notify(error.told, severity="warning")
        self._show_retired()
        if self.is_gone and self.fields.has_focus_within:
            self.focus_form()

    def _show_retired(self) -> None:
        gone = self.is_gone and self.NAME in RETIRED
        self.answered.show_banner(RETIRED[self.NAME].told + _AGAIN if gone else "")

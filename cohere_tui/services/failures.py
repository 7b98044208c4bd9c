"""How an error of the tree is kept with the answer it ended."""

from __future__ import annotations

from cohere_tui.errors import APIError, CohereTuiError
from cohere_tui.state.turn import Failure


def failure_of(error: CohereTuiError) -> Failure:
    """The part of `error` that a person needs beside the unfinished answer."""
    refused = error if isinstance(error, APIError) else None
    return Failure(
        reason=refused.message if refused else error.what,
        remedy=error.remedy,
        status=refused.status if refused else None,
        trace_id=refused.trace_id if refused else "",
        error_type=refused.error_type if refused else "",
    )

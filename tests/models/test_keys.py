"""The answer of check-api-key."""

from __future__ import annotations

import pytest

from cohere_tui.models.keys import KeyCheck
from tests.conftest import FIXTURES


def test_a_good_key() -> None:
    body = (FIXTURES / "responses" / "check_api_key.json").read_bytes()
    check = KeyCheck.model_validate_json(body)
    assert (check.valid, check.organization_id, check.owner_id) == (True, "org-0000", "own-0000")


@pytest.mark.parametrize("body", [{}, {"valid": None}, {"valid": False}, {"valid": [1]}])
def test_anything_but_true_is_not_valid(body: object) -> None:
    check = KeyCheck.model_validate(body)
    assert (check.valid, check.organization_id, check.owner_id) == (False, "", "")

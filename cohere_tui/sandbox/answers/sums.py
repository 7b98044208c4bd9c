"""Small sums in a prompt, worked out."""

from __future__ import annotations

import re
from decimal import Decimal, DivisionByZero, InvalidOperation

_SUM = re.compile(
    r"(?<![\w.-])(\d{1,9}(?:\.\d{1,6})?)(?:\s*([+*×÷])\s*|\s+([x/−-])\s+)"
    r"(\d{1,9}(?:\.\d{1,6})?)(?![\w.-]*\d)"
)
_SIGNS = {"*": "×", "x": "×", "/": "÷", "-": "−"}


def worked(prompt: str) -> str:
    """`17 × 23 = 391` for the first sum in a prompt; empty without one."""
    match = _SUM.search(prompt)
    if match is None:
        return ""
    left, right = Decimal(match[1]), Decimal(match[4])
    written = match[2] or match[3]
    sign = _SIGNS.get(written, written)
    try:
        result = {
            "+": lambda: left + right,
            "−": lambda: left - right,
            "×": lambda: left * right,
            "÷": lambda: round(left / right, 6),
        }[sign]()
    except (DivisionByZero, InvalidOperation):
        return f"{left} ÷ {right} has no result"
    plain = format(result, "f")
    return f"{left} {sign} {right} = {plain.rstrip('0').rstrip('.') if '.' in plain else plain}"

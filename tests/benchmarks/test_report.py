from __future__ import annotations

import pytest

from benchmarks.report import Budget, Row, amount, summary, table

KEPT = Row("first paint", (300.0, 310.0, 320.0), "ms", "label", (250.0,), Budget(most=1.3))
MISSED = Row("CPU per token", (90.0,), "µs", "plain lines", (50.0,), Budget(most=1.6))
MORE = Row("memory", (80.0,), "MiB", "empty", (55.0,), Budget(most=30), difference=True)
SKIPPED = Row("events", (10.0,), "/s", "SDK", (), Budget(least=4), note="not here")
TOLD = Row("CPU per token at 100/s", (1_234.0,), "µs")


def test_a_figure_is_the_ratio_of_medians_or_their_difference() -> None:
    assert KEPT.figure == pytest.approx(310 / 250)
    assert MORE.figure == pytest.approx(25)
    assert TOLD.figure == 1_234
    assert SKIPPED.figure is None


def test_verdicts_are_plain() -> None:
    assert [row.verdict for row in (KEPT, MISSED, MORE, SKIPPED, TOLD)] == [
        "kept",
        "MISSED",
        "kept",
        "skipped",
        "",
    ]
    assert Row("x", (0.4,), budget=Budget(least=0.5)).verdict == "MISSED"
    assert Row("x", (0.5,), budget=Budget(least=0.5)).verdict == "kept"


def test_amounts_show_the_span_of_several_runs() -> None:
    assert amount((455.0, 309.0, 464.0), "µs") == "455 (309–464) µs"
    assert amount((1.234,), "×") == "1.23 ×"
    assert amount((), "ms") == "–"


def test_the_table_has_the_budget_beside_each_figure() -> None:
    lines = table("start", [KEPT, MISSED, SKIPPED, TOLD]).split("\n")
    assert lines[0] == "start"
    kept = "first paint 310 (300–320) ms label 250 ms 1.24 × ≤ 1.3 kept"
    assert " ".join(lines[3].split()) == kept
    assert lines[4].split()[-4:] == ["×", "≤", "1.6", "MISSED"]
    assert lines[5].split()[-3:] == ["≥", "4", "skipped"]
    assert lines[6].split() == ["CPU", "per", "token", "at", "100/s", "1,234", "µs"]
    assert lines[7] == "  · events: not here"
    assert lines[3].index("310") == lines[4].index("90.0") == lines[2].index("ours")


def test_the_summary_names_every_missed_budget() -> None:
    text = summary([KEPT, MISSED, MORE, SKIPPED, TOLD])
    assert text.split("\n") == [
        "2 of 3 budgets kept.",
        "MISSED: CPU per token: 1.80, budget ≤ 1.6",
        "skipped: events: not here",
    ]

"""The files of the demo data: short, about harbours, and right for their types."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from typing import Any

HARBOURS = {
    "Cobh": "County Cork; the cathedral above it has a carillon of 49 bells.",
    "Kilmore Quay": "County Wexford; boats leave here for the Saltee Islands.",
    "Galway": "In the west of Ireland; the docks open their gate two hours before high water.",
    "Dingle": "County Kerry; a marina of 80 berths and a fishing quay.",
    "Falmouth": "Cornwall; one of the deepest natural harbours of the world.",
    "Whitby": "Yorkshire; a swing bridge divides the upper from the lower harbour.",
    "Bergen": "Norway; the fish market is at the head of the inlet.",
    "Husum": "North Frisia; the inner harbour falls dry at every low water.",
    "Cuxhaven": "At the mouth of the Elbe; the Alte Liebe was a jetty for pilots.",
    "Saint-Malo": "Brittany; the tides here rise by more than twelve metres.",
    "La Rochelle": "On the Bay of Biscay; two towers guard the old harbour.",
    "Porto": "On the Douro; the harbour for large ships is at Leixões.",
    "Reykjavík": "Iceland; the old harbour is free of ice all year.",
}
"""Names, and what there is to say of each."""

_WANTED = {
    "fuel": ("Where can I buy fuel in {0}?", "Fuel in {0} is sold at the outer pier until six."),
    "berth": ("Is there a berth for visitors in {0}?", "Visitors moor at pontoon C in {0}."),
    "water": ("How deep is the entrance of {0}?", "The entrance of {0} has three metres at least."),
    "tide": ("When is high water in {0}?", "High water in {0} is an hour after the standard port."),
    "repair": ("Who mends an engine in {0}?", "The yard behind the slipway in {0} mends engines."),
}
_ASKED = ("", "Good morning. ", "Excuse me: ", "We arrive tonight. ")
_SYSTEM = "You are the harbour master's first mate. You answer in one sentence."
_TICKETS = {
    "billing": ("I was charged twice for {}.", "The invoice for {} is wrong.",
                "Please refund {}.", "Why did the price of {} go up?"),
    "delivery": ("{} has not arrived yet.", "The parcel with {} was wet.",
                 "Where is my order of {}?", "You delivered {} to the wrong pier."),
    "fault": ("{} does not work any more.", "{} leaks since yesterday.",
              "The manual of {} does not help.", "{} makes a strange noise."),
    "praise": ("I am very happy with {}.", "{} is the best I ever had.",
               "Thank you for {}, it came at once.", "Your staff explained {} so well."),
}  # fmt: skip
_GOODS = ("the anchor", "the bilge pump", "the chart plotter", "the rope")


def harbours() -> str:
    """csv for embed-input, with a column to keep."""
    rows = [(f"{name}: {said}", "en") for name, said in HARBOURS.items()]
    return _csv(("text", "lang"), rows)


def logbook() -> str:
    """txt for embed-input: a line an entry."""
    hours = ("Left {}, wind west 4.", "Made fast in {}.", "Rode out the gale off {}.")
    return "\n".join(said.format(name) for said, name in product(hours, HARBOURS))


def tides() -> str:
    """csv for embed-input that breaks off: its fourth row has no text."""
    return _csv(
        ("text", "hour"), [("High water", 3), ("Low water", 9), ("High water", 15), ("", 21)]
    )


def pilots() -> str:
    """jsonl for embed-input; two lines of it are malformed."""
    good = [{"text": f"The pilot station of {name}", "channel": 12} for name in HARBOURS]
    lines = [*_lines(good), '{"text": "cut o', "[]"]
    return "\n".join(lines)


def tickets() -> str:
    """csv for a classifier: 64 texts of four kinds."""
    rows = [
        (said.format(thing), label)
        for label, texts in _TICKETS.items()
        for said, thing in product(texts, _GOODS)
    ]
    return _csv(("text", "label"), rows)


def conversations() -> str:
    """jsonl for a chat model: 65 short conversations."""
    return "\n".join(
        _lines(
            {
                "messages": [
                    {"role": "System", "content": _SYSTEM},
                    {"role": "User", "content": asked.format(name)},
                    {"role": "Chatbot", "content": told.format(name)},
                ]
            }
            for (asked, told), name in product(_WANTED.values(), HARBOURS)
        )
    )


def questions() -> str:
    """jsonl for a reranker: 260 queries, each with what fits and what does not."""
    return "\n".join(
        _lines(
            {
                "query": before + asked.format(name),
                "relevant_passages": [told.format(name)],
                "hard_negatives": [HARBOURS[name]],
            }
            for before, (asked, told), name in product(_ASKED, _WANTED.values(), HARBOURS)
        )
    )


def embed_requests() -> str:
    """jsonl for an embed batch; the last request asks for nothing, and is refused."""
    bodies: list[dict[str, Any]] = [
        {"input_type": "search_document", "texts": [said], "output_dimension": 256}
        for said in HARBOURS.values()
    ]
    return _requests([*bodies, {"input_type": "search_document", "texts": []}])


def chat_requests() -> str:
    """jsonl for a chat batch."""
    return _requests(
        [
            {"messages": [{"role": "user", "content": f"Write a postcard from {name}."}]}
            for name in HARBOURS
        ]
    )


def _requests(bodies: list[dict[str, Any]]) -> str:
    rows = [{"custom_id": f"row-{at}", "body": body} for at, body in enumerate(bodies)]
    return "\n".join(_lines(rows))


def _lines(rows: Any) -> list[str]:
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _csv(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()

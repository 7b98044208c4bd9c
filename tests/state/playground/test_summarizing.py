"""What is said about a summary, and how a chat model is asked for one."""

from __future__ import annotations

from cohere_tui.state.playground.summarizing import lengths, measured, prompt_for_chat, share


def test_a_chat_model_is_asked_for_the_same() -> None:
    values = {
        "text": " The mill at Carew ground corn.\n",
        "length": "short",
        "format": "bullets",
        "extractiveness": "high",
        "additional_command": "focusing on the dates.",
    }
    assert prompt_for_chat(values) == (
        "Write a summary of one or two points of the text below as a bulleted list, made of "
        "sentences that stand in the text, focusing on the dates. "
        "Write nothing but the summary.\n\nThe mill at Carew ground corn."
    )


def test_what_was_left_to_the_server_is_left_to_the_model() -> None:
    asked = prompt_for_chat({"text": "Corn.", "length": "", "format": ""})
    assert asked == "Write a summary of the text below. Write nothing but the summary.\n\nCorn."
    asked = prompt_for_chat({"text": "Corn.", "length": "long", "format": "paragraph"})
    assert asked.startswith("Write a summary of six to ten sentences of the text below as one par")


def test_every_choice_changes_what_is_asked() -> None:
    choices = {
        "length": ("", "short", "medium", "long"),
        "format": ("", "paragraph", "bullets"),
        "extractiveness": ("", "low", "medium", "high"),
    }
    for name, options in choices.items():
        assert len({prompt_for_chat({"text": "x", name: one}) for one in options}) == len(options)


def test_lengths_stand_beside_each_other() -> None:
    assert lengths("one two", "x" * 70) == (
        ("Text", "70 characters · 1 word", 1.0),
        ("Summary", "7 characters · 2 words", 0.1),
    )
    assert [one[2] for one in lengths("", "")] == [0.0, 0.0]
    assert measured("a b") == "3 characters · 2 words"
    assert share("one two", "x" * 70) == "10% of the text"
    assert share("one", "") == ""

"""The tests of cohere_tui/screens."""

"""The tests of cohere_tui/widgets."""

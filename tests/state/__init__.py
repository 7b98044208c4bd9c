"""Tests of cohere_tui.state."""

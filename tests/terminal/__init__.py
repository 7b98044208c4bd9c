"""Tests of cohere_tui.terminal."""

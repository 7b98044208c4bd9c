"""Tests of cohere_tui.config."""

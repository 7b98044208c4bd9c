"""Tests of cohere_tui.models."""

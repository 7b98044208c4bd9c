"""Tests of the datasets of the sandbox."""

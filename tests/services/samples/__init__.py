"""Tests of sample files."""

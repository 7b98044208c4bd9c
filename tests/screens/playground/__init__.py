"""Tests of the playgrounds."""

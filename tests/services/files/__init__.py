"""Tests of files that are read before they are sent."""

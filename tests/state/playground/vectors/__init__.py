"""Vectors, looked at."""

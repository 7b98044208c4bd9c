"""Connectors: what is remembered of them, and how requests about them are read."""

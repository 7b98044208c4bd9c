"""Embedding: what is asked for, and the answer."""

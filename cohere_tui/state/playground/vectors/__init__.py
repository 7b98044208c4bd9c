"""Vectors of texts, looked at: how long, how alike, where on a map."""

"""Chat over the wire."""

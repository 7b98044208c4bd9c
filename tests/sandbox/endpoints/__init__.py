"""Each resource over the wire."""

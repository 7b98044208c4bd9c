"""The client, at the wire."""

"""The detail of a thing."""

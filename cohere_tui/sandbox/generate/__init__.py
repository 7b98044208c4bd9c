"""Generate: how a request is read, and the forms its answer has on the wire."""

"""HTTP: authentication, timeouts, retries, stream framing, error mapping, the request log."""

"""One file a resource: its routes, from the request to the answer."""

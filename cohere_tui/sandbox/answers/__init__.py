"""What the sandbox says: computed from the request; the same request gives the same words."""

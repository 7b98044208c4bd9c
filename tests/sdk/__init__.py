"""The official SDK, pointed at the sandbox, is satisfied by it."""

"""The pure parts of what the sandbox says."""

"""SQLite: conversations, their turns, full-text search."""

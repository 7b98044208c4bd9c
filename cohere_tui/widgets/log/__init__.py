"""The chat log: one widget on the line API for a whole conversation."""

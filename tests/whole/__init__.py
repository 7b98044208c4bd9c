"""The whole app under bad input, bad luck and bad intent: what is told, kept and still works."""

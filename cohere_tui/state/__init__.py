"""What a screen shows: frozen values and pure functions."""

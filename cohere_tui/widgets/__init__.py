"""How a value looks and how keys feel."""

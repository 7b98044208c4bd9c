"""A table over any number of rows, drawn only where it is seen."""

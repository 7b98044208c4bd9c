"""Papers that are made from the code."""

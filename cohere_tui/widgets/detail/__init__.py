"""Everything about one thing: pages under a line of their names."""

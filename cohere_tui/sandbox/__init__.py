"""A second, independent reading of the Cohere API: a loopback server for trying and testing."""

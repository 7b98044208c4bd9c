"""The terminal home of the Cohere Platform."""

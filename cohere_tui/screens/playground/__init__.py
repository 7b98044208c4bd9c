"""The playgrounds: one panel for each endpoint that is asked once and answers once."""

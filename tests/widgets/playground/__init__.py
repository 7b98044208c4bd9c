"""The widgets of the playgrounds."""

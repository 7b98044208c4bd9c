"""What the playgrounds show."""

"""Forms: fields as data, checked while they are filled in, sent once."""

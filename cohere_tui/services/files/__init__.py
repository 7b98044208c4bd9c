"""Files of a person's, read and checked before they are sent anywhere."""

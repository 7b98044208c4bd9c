"""What all screens over a resource share."""

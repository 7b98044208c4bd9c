"""What all screens over a resource share: list, detail, refreshing, deeds."""

"""Datasets: taken in, checked for real, kept as Avro parts, handed out by presigned links."""

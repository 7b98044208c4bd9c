"""Chat: what may be asked, how it is read, and the forms its answer has on the wire."""

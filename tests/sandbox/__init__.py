"""The sandbox over a real loopback socket, and its pure parts by the hundred."""

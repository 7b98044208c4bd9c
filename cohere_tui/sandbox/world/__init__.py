"""What the sandbox remembers: its clock, and records of things that were created."""

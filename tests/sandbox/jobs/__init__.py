"""Embed jobs and batches of the sandbox."""

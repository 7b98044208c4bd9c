"""Trainings in the sandbox."""

"""Markdown: blocks, growth, lines."""

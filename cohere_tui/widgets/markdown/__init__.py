"""Markdown text set as lines of styled spans: split, parsed and laid out as it grows."""

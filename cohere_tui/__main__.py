"""Start the program with `python -m cohere_tui`."""

from __future__ import annotations

import sys

from cohere_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())

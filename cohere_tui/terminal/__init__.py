"""The terminal around the app: clipboard, editor, what it can and cannot do."""

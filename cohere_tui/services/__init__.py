"""What the app can do: one asynchronous object per resource."""

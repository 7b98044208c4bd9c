"""Pictures of the app for README and docs, made by `make screenshots`."""

"""The wire: frozen pydantic models, one file per resource."""

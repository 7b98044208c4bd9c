"""Where a person, a service and widgets meet."""

"""Only for development: the application with debugging, and the tests."""

"""The tests: of single views, and of the whole application through WebTest."""

"""The tests of the controllers."""

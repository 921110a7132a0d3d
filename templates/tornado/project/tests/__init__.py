"""The tests, run by pytest with Tornado's own test case."""

"""The package of this application."""

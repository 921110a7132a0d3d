"""What drifted, in the forms that people and programs read."""

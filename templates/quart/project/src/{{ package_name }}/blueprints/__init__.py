"""The parts of this application, each a blueprint."""

"""What the controllers and templates share."""

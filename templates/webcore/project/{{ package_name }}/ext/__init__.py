"""What this application adds to WebCore: one extension in each module."""

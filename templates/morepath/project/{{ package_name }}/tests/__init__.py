"""The tests. morepath.scan() leaves them out."""

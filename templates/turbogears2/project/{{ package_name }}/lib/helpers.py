"""Functions for the templates, which find them under the name `h`: `${h.name()}`."""

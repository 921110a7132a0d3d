"""The version of scaffold, and so of its templates."""

VERSION = "0.1.0"

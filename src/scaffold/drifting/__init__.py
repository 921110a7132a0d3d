"""Drift: what a fresh resolution does to the starters, beside what the verified versions do, and who is to blame."""

from scaffold.drifting.runs import drift

__all__ = ["drift"]

"""Measure starters and prove the traits of their frameworks, one after the other, by running them."""

from scaffold.measuring.findings import UNITS, Finding, Freeze
from scaffold.measuring.runs import measure

__all__ = ["UNITS", "Finding", "Freeze", "measure"]

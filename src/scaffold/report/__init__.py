"""A report in the forms that people and programs read."""

from scaffold.report.as_json import as_json
from scaffold.report.terminal import every_check, failures, gist, line, summary

__all__ = ["as_json", "every_check", "failures", "gist", "line", "summary"]

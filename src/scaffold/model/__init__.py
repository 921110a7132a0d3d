"""The words of the program as data: what a framework is, what a starter says of itself, what happened."""

from scaffold.model.frameworks import DeclaredException, Footprint, Framework, Health, Upkeep, Verified
from scaffold.model.projects import Environment, Mode, Project, Response, RunTable, Starter
from scaffold.model.reports import Beginning, Cell, Outcome, Report, Resolution, Status

__all__ = [
    "Beginning",
    "Cell",
    "DeclaredException",
    "Environment",
    "Footprint",
    "Framework",
    "Health",
    "Mode",
    "Outcome",
    "Project",
    "Report",
    "Resolution",
    "Response",
    "RunTable",
    "Starter",
    "Status",
    "Upkeep",
    "Verified",
]

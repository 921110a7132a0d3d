"""The words of the program as data: what a framework is, what a starter says of itself, what happened."""

from scaffold.model.drifts import Change, Culprit, Drift, ExpectedFailure, Release, Verdict, Warned
from scaffold.model.frameworks import DeclaredException, Footprint, Framework, Health, Upkeep, Verified
from scaffold.model.projects import Environment, Mode, Project, Response, RunTable, Starter
from scaffold.model.reports import Beginning, Cell, Outcome, Report, Resolution, Status

__all__ = [
    "Beginning",
    "Cell",
    "Change",
    "Culprit",
    "DeclaredException",
    "Drift",
    "Environment",
    "ExpectedFailure",
    "Footprint",
    "Framework",
    "Health",
    "Mode",
    "Outcome",
    "Project",
    "Release",
    "Report",
    "Resolution",
    "Response",
    "RunTable",
    "Starter",
    "Status",
    "Upkeep",
    "Verdict",
    "Verified",
    "Warned",
]

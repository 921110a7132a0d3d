"""The words of the program as data: what a framework is, what a starter says of itself, what happened."""

from scaffold.model.comparisons import (
    Claim,
    Cost,
    DatedFreeze,
    Description,
    Figure,
    Measurements,
    NotMeasured,
    Program,
    Proof,
    ProvenTrait,
    Role,
    Trait,
    ratios,
)
from scaffold.model.drifts import Change, Culprit, Drift, DriftReport, ExpectedFailure, Release, Verdict, Warned
from scaffold.model.frameworks import BrokenFramework, DeclaredException, Footprint, Framework, Health, Upkeep, Verified
from scaffold.model.projects import Environment, Mode, Project, Response, RunTable, Starter
from scaffold.model.reports import TEMPLATE, Beginning, Cell, Outcome, Report, Resolution, Status
from scaffold.model.templates import Answers, ForeignTemplate, Limits

# What a starter is rendered from.
Source = Framework | ForeignTemplate | BrokenFramework

__all__ = [
    "TEMPLATE",
    "Answers",
    "Beginning",
    "BrokenFramework",
    "Cell",
    "Change",
    "Claim",
    "Cost",
    "Culprit",
    "DatedFreeze",
    "DeclaredException",
    "Description",
    "Drift",
    "DriftReport",
    "Environment",
    "ExpectedFailure",
    "Figure",
    "Footprint",
    "ForeignTemplate",
    "Framework",
    "Health",
    "Limits",
    "Measurements",
    "Mode",
    "NotMeasured",
    "Outcome",
    "Program",
    "Project",
    "Proof",
    "ProvenTrait",
    "Release",
    "Report",
    "Resolution",
    "Response",
    "Role",
    "RunTable",
    "Source",
    "Starter",
    "Status",
    "Trait",
    "Upkeep",
    "Verdict",
    "Verified",
    "Warned",
    "ratios",
]

"""Look at the machine: what `scaffold new` and its installation need, and what disturbs them."""

from scaffold.diagnosis.examination import Diagnosis, examine
from scaffold.diagnosis.findings import Finding, Grade
from scaffold.diagnosis.machine import Machine, System, this_machine

__all__ = ["Diagnosis", "Finding", "Grade", "Machine", "System", "examine", "this_machine"]

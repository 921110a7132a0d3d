"""Change the files of a folder so that it can be taken back, whatever happens in between."""

from scaffold.backups.journal import ENVIRONMENT, FOLDER, Entry, Journal, latest
from scaffold.backups.keeping import Change, change, refuse_interrupted
from scaffold.backups.restoring import Step, put_back, steps, sweep

__all__ = [
    "ENVIRONMENT",
    "FOLDER",
    "Change",
    "Entry",
    "Journal",
    "Step",
    "change",
    "latest",
    "put_back",
    "refuse_interrupted",
    "steps",
    "sweep",
]

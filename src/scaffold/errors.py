"""Why scaffold stops: every error that reaches the person at the keyboard, each with its exit code.

    ScaffoldError                   1
    ├── UsageError                  2   the command line does not say what is needed
    │   └── NameNotAllowedError     2   the project's name cannot be used
    ├── UnknownFrameworkError       3   no folder under templates/ has that name
    ├── DestinationError            4   the project, or a report, cannot be put there
    ├── ToolMissingError            5   an interpreter or program that is needed is not there
    ├── BrokenInstallationError     5   scaffold's own files are not all there, or were changed
    ├── RenderError                 5   a template is broken
    ├── InstallationError           6   the network, the index or the installation failed
    │   └── NotReachableError       6   a cluster, or what a starter's set-up has to obtain, cannot be reached
    └── BootError                   1   the application did not come up

A bad starter in `smoke` or `check` is not an error but an outcome: see `model.Outcome`.
Ctrl-C ends every command with 130.
"""


class ScaffoldError(Exception):
    """The message finishes the sentence "scaffold stopped because ..." and names the way out."""

    exit_code = 1


class UsageError(ScaffoldError):
    exit_code = 2


class NameNotAllowedError(UsageError):
    """The name the user typed cannot become a project."""


class UnknownFrameworkError(ScaffoldError):
    exit_code = 3


class DestinationError(ScaffoldError):
    exit_code = 4


class ToolMissingError(ScaffoldError):
    exit_code = 5


class BrokenInstallationError(ScaffoldError):
    exit_code = 5


class InstallationError(ScaffoldError):
    exit_code = 6


class NotReachableError(InstallationError):
    """It says nothing about the starter: it could not be tried here."""


class RenderError(ScaffoldError):
    """Copier or Jinja could not render a template: what scaffold needs is not in order, and no project was checked."""

    exit_code = 5


class BootError(ScaffoldError):
    """The application did not answer; the message ends with where its log is."""

"""An API that says hello: this module puts its parts together.

hug shows these lines at the top of the documentation that it makes of the API.
"""

from pathlib import Path

import hug

from . import errors, hello, security


@hug.extend_api()
def parts():
    """Add what each of these modules defines; routes keep the paths they have there."""
    return [security, errors, hello]


# With `api`, a file that is not there is a 404 like every other.
@hug.static("/static", api=hug.API(__name__))
def static_folders():
    return [Path(__file__).parent / "static"]

"""What a production server loads: `gunicorn wsgihandler:application`."""

import os
import sys

from start import flag, prepare, use_our_applications

prepare()
if not os.environ.get("SECRET_KEY"):
    sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

# Only now can it be found.
from gluon.main import wsgibase
from gluon.settings import global_settings

from security import guard

# As web2py's own handlers say it: no window, no scheduled tasks of ours.
global_settings.web2py_runtime_handler = True
use_our_applications()

application = guard(wsgibase, https=flag("HTTPS"))

"""The settings of this application.

web2py runs the files in models/ before every page, in the order of their names, and
the pages see all that is defined here.
"""

import os

# Signs and encrypts what a browser keeps for us.
SECRET_KEY = os.environ.get("SECRET_KEY") or "only for development"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

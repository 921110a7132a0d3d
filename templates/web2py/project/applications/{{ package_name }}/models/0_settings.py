"""The settings of this application.

web2py runs the files in models/ before every page, in the order of their names, and
the pages see all that is defined here.
"""

import os

# For what you sign: URL(..., hmac_key=SECRET_KEY) makes an address that nobody can forge.
SECRET_KEY = os.environ.get("SECRET_KEY") or "only for development"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")

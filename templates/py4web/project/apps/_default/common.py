"""The fixtures: what the actions need done before and after them."""

import sys

from py4web import Session

from . import settings
from .security import Security

# In development py4web takes a secret of its own making, from apps/.service.
if not settings.SESSION_SECRET_KEY and settings.MODE != "development":
    sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")

security = Security(settings.ALLOWED_HOSTS)
# For an action that has to remember its visitor; see "Where to go next" in the README.
# Its cookie is HttpOnly and SameSite=Lax, and Secure for those who came by https. By the
# rules of a name that begins with __Host-, no other site can set it.
session = Session(
    secret=settings.SESSION_SECRET_KEY,
    name="__Host-session" if settings.HTTPS else "{app_name}_session",
)

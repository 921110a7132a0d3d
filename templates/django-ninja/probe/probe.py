"""What the probes of traits ask: see templates/README.md."""

import os
import time

# Ninja reads its settings as soon as it is imported.
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI

api = NinjaAPI()


@api.get("/slow")
def slow(request: HttpRequest) -> HttpResponse:
    # Waiting as this framework waits by WSGI: for a database, or for another site.
    time.sleep(0.5)
    return HttpResponse("done")


urlpatterns = [path("", api.urls)]
app = get_wsgi_application()

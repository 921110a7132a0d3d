"""What the probes of traits ask: see templates/README.md."""

import time

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost", "127.0.0.1"])


def slow(request: HttpRequest) -> HttpResponse:
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return HttpResponse("done")


# Without the slash at the beginning: this is /slow.
urlpatterns = [path("slow", slow)]
app = get_wsgi_application()

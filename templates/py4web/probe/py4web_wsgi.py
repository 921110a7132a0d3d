"""What the probes of traits ask: /slow, in apps/_default. See templates/README.md."""

from py4web.core import wsgi

application = wsgi(apps_folder="apps", dashboard_mode="none")

"""How gunicorn serves this application: https://gunicorn.org/reference/settings/"""

import os
import sys

from dotenv import load_dotenv

load_dotenv()


def number(name: str, default: str) -> int:
    value = os.environ.get(name, default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is not a number from 1 to 65535.")
    return int(value)


bind = f"{os.environ.get('HOST', '127.0.0.1')}:{number('PORT', '8000')}"
# Processes, and never threads: all requests of a process share Pycnic's handlers, so
# two at a time would get each other's data. README.md says more.
worker_class = "sync"
threads = 1
# A client that sends its request slowly holds a whole process: have some to spare.
workers = number("WEB_CONCURRENCY", "4")
# Load the application once, before the workers are forked: a mistake in its settings
# then stops the server with one message instead of one from each worker. With --reload
# each worker has to load it for itself.
preload_app = "--reload" not in sys.argv
accesslog = "-"
# Two gunicorns of one user would share one control socket.
control_socket_disable = True

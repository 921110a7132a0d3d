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
workers = number("WEB_CONCURRENCY", "2")
# Clients that send their request slowly hold a thread each, and not a whole process.
threads = 4
# Load the application once, before the workers are forked: a mistake in its settings
# then stops the server with one message instead of one from each worker.
preload_app = True
accesslog = "-"
# Two gunicorns of one user would share one control socket.
control_socket_disable = True


# web2py would read and compile each view for every request. The application is compiled
# once instead, and a change shows when gunicorn is started again.
def on_starting(server: object) -> None:
    from start import compile_applications

    compile_applications()


def on_exit(server: object) -> None:
    from start import remove_compiled

    remove_compiled()

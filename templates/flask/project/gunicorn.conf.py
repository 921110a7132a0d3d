"""How gunicorn serves this application: https://gunicorn.org/reference/settings/"""

import os

from dotenv import load_dotenv

load_dotenv()

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Clients that send their request slowly hold a thread each, and not a whole process.
threads = 4
# Load the application once, before the workers are forked: a mistake in its settings
# then stops the server with one message instead of one from each worker.
preload_app = True
accesslog = "-"
# Two gunicorns of one user would share one control socket.
control_socket_disable = True

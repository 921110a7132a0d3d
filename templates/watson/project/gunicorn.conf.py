"""How gunicorn serves this application: https://gunicorn.org/reference/settings/"""

import os

from dotenv import load_dotenv

load_dotenv()

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
# More processes, never threads: Watson keeps the request that it answers in objects
# that all threads would share, so one visitor could be sent the page of another.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "sync"
# Load the application once, before the workers are forked: a mistake in its settings
# then stops the server with one message instead of one from each worker.
preload_app = True
accesslog = "-"
# Two gunicorns of one user would share one control socket.
control_socket_disable = True

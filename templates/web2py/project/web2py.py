"""Start web2py's own server, as the web2py.py of web2py itself does.

    python web2py.py --ip 127.0.0.1 --port 8000

Without its window, its scheduled tasks and its administration.
"""

import argparse
import os

from start import WEB2PY, flag, prepare, use_our_applications


def main() -> None:
    parser = argparse.ArgumentParser(description="Start web2py's own server.")
    parser.add_argument("-i", "--ip", default="127.0.0.1")
    parser.add_argument("-p", "--port", default=8000, type=int)
    options = parser.parse_args()

    # web2py writes its logs and what it notes for itself into the current folder.
    os.chdir(WEB2PY)
    from gluon import main as web2py

    from security import guard

    application = web2py.appfactory
    https = flag("HTTPS")
    # What HttpServer serves: web2py, and around it what is around it in production.
    web2py.appfactory = lambda *options: guard(application(*options), https)
    # No password: no administration.
    server = web2py.HttpServer(options.ip, options.port, password="")
    use_our_applications()
    print(f"Open http://{options.ip}:{options.port}/ (stop with Ctrl-C)", flush=True)
    server.start()


if __name__ == "__main__":
    prepare()
    main()

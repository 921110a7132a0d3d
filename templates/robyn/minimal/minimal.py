import signal

from robyn import Request, Robyn

# Robyn ends at Ctrl-C, and not at SIGTERM: https://github.com/sparckles/Robyn/issues/1324
signal.signal(signal.SIGTERM, signal.default_int_handler)

app = Robyn(__file__)


@app.get("/hello")
def h(request: Request) -> str:
    return "Hello, world"


app.start(port=8080, host="0.0.0.0")  # noqa: S104  (ROBYN_HOST and ROBYN_PORT say where it listens)

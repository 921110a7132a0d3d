from pycnic.core import WSGI, Handler


class Hello(Handler):
    def get(self, name="World"):
        return {"message": f"Hello, {name}!"}


class app(WSGI):  # noqa: N801  (as in Pycnic's documentation)
    routes = [  # noqa: RUF012  (Pycnic looks for it here)
        ("/hello", Hello()),
        (r"/hello/([\w]+)", Hello()),
    ]

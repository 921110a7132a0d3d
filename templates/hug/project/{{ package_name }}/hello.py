"""The routes: a function for each, with its path above it.

hug shows the docstrings and examples in the documentation that it makes of the API.
"""

import hug


@hug.get("/")
def index():
    """Show where to go."""
    return {
        "message": "It works: this is a hug application.",
        "hello": "/hello",
        "documentation": "https://hugapi.github.io/hug/",
    }


# In hug an annotation does something: `text` refuses two names at once. One behind `->`
# would convert the answer, so there is none. /hello/ answers as well.
@hug.get("/hello", examples="name=Ada")
def hello(name: hug.types.text = "world"):
    """Greet somebody."""
    return {"message": f"Hello {name}!"}


@hug.get("/healthz")
def healthz():
    """Tell whether the application is up."""
    return {"status": "ok"}

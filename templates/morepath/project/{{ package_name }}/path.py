"""The addresses: each leads to a model. None for a model means 404."""

from pathlib import Path

from . import model
from .app import App

STATIC = Path(__file__).parent / "static"


@App.path(model=model.Root, path="/")
def get_root() -> model.Root:
    return model.Root()


# What is not part of the path comes from the query string: /hello?name=Ada
@App.path(model=model.Greeting, path="/hello")
def get_greeting(name: str = "world") -> model.Greeting:
    return model.Greeting(name)


@App.path(model=model.Health, path="/healthz")
def get_health() -> model.Health:
    return model.Health()


# absorb: everything below /static leads here.
@App.path(model=model.StaticFile, path="/static", absorb=True)
def get_static_file(absorb: str) -> model.StaticFile | None:
    path = STATIC / absorb
    # Resolved, because a symbolic link or .. could lead out of the folder.
    if path.is_file() and path.resolve().is_relative_to(STATIC.resolve()):
        return model.StaticFile(path)
    return None

"""One cell of the matrix, from the template to the stop: render, resolve, install, set up, prove."""

from scaffold.cells.machine import in_thread, processors
from scaffold.cells.workshop import PROJECT_NAME, Listener, Workshop

__all__ = ["PROJECT_NAME", "Listener", "Workshop", "in_thread", "processors"]

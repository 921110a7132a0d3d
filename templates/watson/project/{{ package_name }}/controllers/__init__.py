from .healthz import Healthz
from .hello import Hello
from .index import Index

__all__ = ["Healthz", "Hello", "Index"]

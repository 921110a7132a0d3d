from .hello import HelloController
from .system import SystemController

__all__ = ["HelloController", "SystemController"]

"""The application."""

from .app import App

__all__ = ["App"]

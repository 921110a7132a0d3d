"""The application. Whatever is imported from here, `compat` has run before."""

from . import compat as compat

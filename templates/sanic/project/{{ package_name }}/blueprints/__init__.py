"""All blueprints, as one group that `create_app` adds to the application."""

from sanic import Blueprint

from .health import bp as health_bp
from .hello import bp as hello_bp

blueprints = Blueprint.group(health_bp, hello_bp)

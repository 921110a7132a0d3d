"""The keys under which the application keeps what all its parts share."""

from aiohttp import web

from .settings import Config

# app[config_key] is a Config: the key carries the type of its value.
config_key = web.AppKey("config_key", Config)

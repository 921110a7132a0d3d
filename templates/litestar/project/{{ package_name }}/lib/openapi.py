"""The description of this API, which Litestar makes from the controllers."""

from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import ScalarRenderPlugin

config = OpenAPIConfig(
    title="Hello",
    version="0.1.0",
    # The page at /schema; the description itself is at /schema/openapi.json.
    render_plugins=[
        ScalarRenderPlugin(favicon='<link rel="icon" href="/static/favicon.svg">')
    ],
)

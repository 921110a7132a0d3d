# ruff: noqa: F821  (Reahl gives the names that are set here)
from probe import SlowUI

web.site_root = SlowUI
web.csrf_key = "for no form"
web.default_http_port = 80
web.encrypted_http_port = 443
web.static_root = "www"

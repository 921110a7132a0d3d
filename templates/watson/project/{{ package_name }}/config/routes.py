"""Which address leads to which controller."""

package = __name__.partition(".")[0]

routes = {
    "index": {
        "path": "/",
        "accepts": ("GET",),
        "options": {"controller": f"{package}.controllers.Index"},
    },
    "hello": {
        # What stands in brackets may be missing, so /hello/ answers as well.
        "path": "/hello[/]",
        "accepts": ("GET",),
        "options": {"controller": f"{package}.controllers.Hello"},
    },
    "healthz": {
        "path": "/healthz",
        "accepts": ("GET",),
        "defaults": {"format": "json"},
        "options": {"controller": f"{package}.controllers.Healthz"},
    },
}

"""A package index of our own, made for a test: small wheels, and a server that tells of them as PyPI does."""

import base64
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Index:
    """The releases that there are; more may come while it is served."""

    url: str = ""
    # Some mirrors have no JSON.
    as_html: bool = False
    wheels: dict[str, dict[str, tuple[bytes, str]]] = field(default_factory=dict)

    def release(self, name: str, version: str, *, day: str, source: str = "") -> None:
        """Publish a wheel with one module of the same name."""
        file = f"{name}-{version}-py3-none-any.whl"
        module = f'VERSION = "{version}"\n{source}'
        self.wheels.setdefault(name, {})[file] = (_wheel(name, version, module), f"{day}T12:00:00Z")

    def html(self, name: str) -> str:
        links = [
            f'<a href="{self.url}/files/{file}" data-upload-time="{uploaded}">{file}</a>'
            for file, (_, uploaded) in self.wheels[name].items()
        ]
        return f"<!doctype html><title>{name}</title>{''.join(links)}"

    def page(self, name: str) -> dict[str, object]:
        files = [
            {
                "filename": file,
                "url": f"{self.url}/files/{file}",
                "hashes": {"sha256": hashlib.sha256(wheel).hexdigest()},
                "upload-time": uploaded,
                "size": len(wheel),
            }
            for file, (wheel, uploaded) in self.wheels[name].items()
        ]
        return {"meta": {"api-version": "1.1"}, "name": name, "files": files}


@contextmanager
def served() -> Iterator[Index]:
    """An index that is up for the length of a block."""
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = self.path.strip("/").split("/")
            body, kind = b"", "application/vnd.pypi.simple.v1+json"
            if parts[0] == "files":
                body, kind = index.wheels[parts[1].split("-")[0]][parts[1]][0], "application/octet-stream"
            elif parts[-1] in index.wheels and index.as_html:
                body, kind = index.html(parts[-1]).encode(), "text/html"
            elif parts[-1] in index.wheels:
                body = json.dumps(index.page(parts[-1])).encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            # What is released a moment later is to be seen, yet a page is kept for who is offline; a file stays as
            # it is, and uv keeps one of it.
            self.send_header("Cache-Control", "max-age=3600" if parts[0] == "files" else "no-cache")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815  (the name that http.server calls)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    index.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield index
    finally:
        server.shutdown()
        server.server_close()


def _wheel(name: str, version: str, module: str) -> bytes:
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": module,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={_digest(text)},{len(text.encode())}\n" for path, text in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), text)
    return packed.getvalue()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()

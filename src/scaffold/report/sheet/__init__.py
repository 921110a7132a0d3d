"""What the HTML pages share: Jinja that escapes every text, the style sheet below their own, and what they let in.

A page lets in its own style sheet, and its own script where it has one, each by its hash: no markup that a starter's
text might smuggle in can bring another, and nothing can be asked for over a network.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).parent
# For what came of a run: a matrix, what is wrong, what is folded under it.
OF_A_RUN = ("base.css", "run.css")


def environment(
    folder: Path, style: str, script: str | None = None, *, shared: Sequence[str] = ("base.css",)
) -> Environment:
    """For the templates of a folder; `style`, `script` and `policy` are what their heads need.

    `shared` are the sheets of this folder that the page's own comes after.
    """
    result = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    files = [*(FOLDER / name for name in shared), folder / style]
    sheet = "\n".join(file.read_text(encoding="utf-8") for file in files)
    code = (folder / script).read_text(encoding="utf-8") if script else ""
    # Our own files: they are what they are, also where they hold a quotation mark.
    result.globals |= {"style": Markup(sheet), "script": Markup(code), "policy": _policy(sheet, code)}  # noqa: S704
    return result


def _policy(style: str, script: str) -> str:
    scripts = f" script-src '{_digest(script)}';" if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}';{scripts} base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

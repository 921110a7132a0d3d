"""What the endpoints and the application share."""

from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

HERE = Path(__file__).parent

templates = Jinja2Templates(directory=HERE / "templates")
statics = StaticFiles(directory=HERE / "static")

"""What the endpoints and the application share."""

from pathlib import Path

from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from . import settings

HERE = Path(__file__).parent

templates = Jinja2Templates(directory=HERE / "templates")
# Look for changed templates while you develop, and not for every page.
templates.env.auto_reload = settings.DEBUG
statics = StaticFiles(directory=HERE / "static")

import os
import sys
from pathlib import Path

# web2py is no package: it is where a starter has obtained it, the one whose environment this is or one beside this.
os.environ["web2py_path"] = next(
    str(starter / "vendor/web2py")
    for starter in [Path(sys.prefix).parent, *Path(__file__).resolve().parent.parent.iterdir()]
    if (starter / "vendor/web2py").is_dir()
)
sys.path.insert(0, os.environ["web2py_path"])

import gluon.main
from gluon.rewrite import load
from gluon.settings import global_settings

global_settings.web2py_runtime_handler = True
global_settings.applications_parent = str(Path(__file__).resolve().parent)
load()

application = gluon.main.wsgibase

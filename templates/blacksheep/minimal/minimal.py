from datetime import datetime

from blacksheep import Application, get

app = Application()


@get("/hello")
def home() -> str:
    return f"Hello, World! {datetime.now().isoformat()}"

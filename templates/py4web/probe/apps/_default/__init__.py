import time

from py4web import action


@action("slow")
def slow() -> str:
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return "done"

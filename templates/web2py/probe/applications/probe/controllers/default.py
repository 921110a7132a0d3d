import time


def slow():
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return "done"

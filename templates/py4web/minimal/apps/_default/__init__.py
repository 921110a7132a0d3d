from py4web import action


@action("hello")
def page() -> str:
    return "Hello World"

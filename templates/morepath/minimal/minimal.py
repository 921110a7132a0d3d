import morepath


class App(morepath.App):
    pass


@App.path(path="/hello")
class Root:
    pass


@App.view(model=Root)
def hello_world(self, request):
    return "Hello world!"


def wsgi_factory():
    morepath.commit(App)
    return App()

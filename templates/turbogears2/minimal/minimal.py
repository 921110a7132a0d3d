from tg import MinimalApplicationConfigurator, TGController, expose


class RootController(TGController):
    @expose()
    def hello(self) -> str:
        return "Hello World"


config = MinimalApplicationConfigurator()
config.update_blueprint({"root_controller": RootController()})

application = config.make_wsgi_app()

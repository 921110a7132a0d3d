routers = {"BASE": {"default_application": "probe"}}

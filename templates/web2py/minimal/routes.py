routers = {"BASE": {"default_application": "minimal"}}

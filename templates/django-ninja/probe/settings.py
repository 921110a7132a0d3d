ROOT_URLCONF = "probe"

ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

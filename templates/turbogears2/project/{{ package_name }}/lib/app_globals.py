"""What lives as long as the application and is shared by all requests."""


class Globals:
    """TurboGears makes one of it at the start; import it as `tg.app_globals`."""

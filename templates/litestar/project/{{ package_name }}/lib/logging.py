"""What is logged."""

from litestar.logging import LoggingConfig

config = LoggingConfig(
    # Without this, errors are logged in debug mode only.
    log_exceptions="always",
    # A mistake of the client is no error of ours: no traceback for these.
    disable_stack_trace={400, 404, 405, 413},
)

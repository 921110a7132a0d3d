"""The application: `hello.py` has its pages, `settings.py` what the machine decides."""

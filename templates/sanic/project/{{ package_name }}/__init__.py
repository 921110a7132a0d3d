"""The application's package: `create_app` in `server` is where to begin reading."""

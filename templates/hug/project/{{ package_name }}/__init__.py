"""The application's package: `api` is where to begin reading."""

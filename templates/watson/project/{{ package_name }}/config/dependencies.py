"""What Watson's container can make and hand out, each thing under a name."""

# For example a database, for a controller that calls `self.container.get("database")`:
# {"definitions": {"database": {"item": "sqlite3.connect", "init": ["app.db"]}}}
dependencies = {}

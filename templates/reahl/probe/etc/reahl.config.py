# ruff: noqa: F821  (Reahl gives the names that are set here)
import database

# Not the name of a project, since this is none: that of a component which needs the same others.
reahlsystem.root_egg = "reahl-web-declarative"
reahlsystem.connection_uri = database.URI
reahlsystem.debug = False

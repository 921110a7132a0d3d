"""The data of the application: nothing yet. Make one module for each kind of data."""

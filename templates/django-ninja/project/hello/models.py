"""The tables of this application, each a class. There are none yet.

https://docs.djangoproject.com/en/stable/topics/db/models/
"""

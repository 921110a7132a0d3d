"""Which models of this application /admin/ shows: `admin.site.register(MyModel)`.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/
"""

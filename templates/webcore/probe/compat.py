"""Lets WebCore 2.0.4, of 2020, be imported by the Python of today.

It imports abstract base classes from `collections`. They live in `collections.abc`, and
Python 3.10 removed the old names: https://docs.python.org/3/whatsnew/3.10.html#removed
"""

import collections
import collections.abc

for name in ("Mapping", "MutableMapping"):
    setattr(collections, name, getattr(collections.abc, name))

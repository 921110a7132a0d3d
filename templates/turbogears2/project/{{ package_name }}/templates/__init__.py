"""The templates. They are a package, so that `@expose` finds them by a dotted name."""

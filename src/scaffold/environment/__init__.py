from scaffold.environment.interpreters import find_interpreter, own_version

__all__ = ["find_interpreter", "own_version"]

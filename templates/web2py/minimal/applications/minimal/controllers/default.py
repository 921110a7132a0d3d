def hello():
    """simple page without template"""

    return "Hello World"

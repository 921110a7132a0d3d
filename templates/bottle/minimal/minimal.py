from bottle import Bottle

app = Bottle()


@app.route("/hello")
def hello() -> str:
    return "Hello World!"

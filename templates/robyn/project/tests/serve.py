"""The application as `app.py` serves it, with two more paths for the tests."""

from robyn import Request

from app import app, main


@app.get("/broken")
async def broken() -> str:
    raise RuntimeError("a detail")


@app.post("/length")
async def length(request: Request) -> dict[str, int]:
    return {"length": len(request.body)}


if __name__ == "__main__":
    main()

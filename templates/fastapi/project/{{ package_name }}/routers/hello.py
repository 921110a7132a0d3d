"""The greetings."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

router = APIRouter(tags=["hello"])


class Greeting(BaseModel):
    """What the answer looks like: FastAPI checks it and describes it in /docs."""

    message: str


# `name` is no part of the path, so it comes from the query: /hello?name=Ada
@router.get("/hello")
async def say_hello(
    name: Annotated[str, Query(description="Whom to greet")] = "world",
) -> Greeting:
    return Greeting(message=f"Hello {name}!")

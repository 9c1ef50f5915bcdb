"""A FastAPI route that answers the bytes of its standard input: `python -m ... PORT`."""

import sys

import uvicorn
from fastapi import FastAPI, Response


def application(content: bytes) -> FastAPI:
    bare = FastAPI()

    @bare.get("/")
    async def answer() -> Response:
        return Response(content, media_type="application/json")

    return bare


if __name__ == "__main__":
    app = application(sys.stdin.buffer.read())
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)

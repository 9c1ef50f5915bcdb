"""The API document, and the page to read it: Swagger UI from files of our own, so that it works without the internet."""

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from gateway.dependencies.caller import unchanging
from gateway.http.responses import JSON, PUBLIC, with_content_etag

router = APIRouter(include_in_schema=False, dependencies=[Depends(unchanging)])

ASSETS_PATH = "/docs/assets"
TITLE = "Motcua"
DOCUMENT_PATH = "/openapi.json"


@router.get("/docs")
async def docs() -> Response:
    page = get_swagger_ui_html(
        openapi_url=DOCUMENT_PATH,
        title=TITLE,
        swagger_js_url=f"{ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS_PATH}/favicon.png",
        swagger_ui_parameters={"docExpansion": "none", "persistAuthorization": True, "tryItOutEnabled": True},
    )
    page.headers["content-security-policy"] = _policy(bytes(page.body).decode())
    page.headers["cache-control"] = PUBLIC
    return with_content_etag(page)


def _policy(page: str) -> str:
    """The page loads what is ours, and runs its own script and no other."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


@router.get(DOCUMENT_PATH)
async def document(request: Request) -> Response:
    """Fetched with every load of the page: half a megabyte, kept as bytes and compressed."""
    text = orjson.dumps(request.app.openapi())
    return with_content_etag(Response(text, headers={"cache-control": PUBLIC}, media_type=JSON))


def assets() -> StaticFiles:
    """Swagger UI's own files, as the package fastapi-offline carries them."""
    return StaticFiles(directory=Path(str(files("fastapi_offline") / "static")))

"""The documentation page: Swagger UI from files of our own, so that it works without the internet."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

ASSETS_PATH = "/docs/assets"
TITLE = "Motcua"


@router.get("/docs")
async def docs() -> Response:
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=TITLE,
        swagger_js_url=f"{ASSETS_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS_PATH}/favicon.png",
        swagger_ui_parameters={"docExpansion": "none", "persistAuthorization": True, "tryItOutEnabled": True},
    )


def assets() -> StaticFiles:
    """Swagger UI's own files, as the package fastapi-offline carries them."""
    return StaticFiles(directory=Path(str(files("fastapi_offline") / "static")))

"""The index finds what asking route after route would find."""

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Match

from gateway.app import routes
from gateway.http.route_index import RouteIndex

ROUTES = tuple(routes())
INDEX = RouteIndex(ROUTES)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def first_match(method: str, path: str) -> APIRoute | None:
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return next((route for route in ROUTES if route.matches(dict(scope))[0] is Match.FULL), None)


def paths_of(route: APIRoute) -> set[str]:
    """The path with parameters that are like nothing, like the words of other routes, empty, and longer or shorter."""
    words = ("x", "suggestions", "1.001193", "a b", "")
    made = {"".join(word if part.startswith("{") else part for part in _parts(route.path)) for word in words}
    return (
        made
        | {f"{path}/" for path in made}
        | {f"{path}/more" for path in made}
        | {route.path.rpartition("/")[0]}
    )


def _parts(path: str) -> list[str]:
    return path.replace("{", "\0{").replace("}", "}\0").split("\0")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_index_finds_the_first_route_that_matches(route: APIRoute) -> None:
    for path in paths_of(route):
        for method in METHODS:
            assert INDEX.find(method, path) is first_match(method, path), (method, path)


def test_path_whose_segments_are_neither_literal_nor_parameter_is_refused() -> None:
    router = APIRouter()

    @router.get("/files/{rest:path}")
    async def anything(rest: str) -> str:
        return rest

    with pytest.raises(ValueError, match="cannot be indexed"):
        RouteIndex(route for route in router.routes if isinstance(route, APIRoute))

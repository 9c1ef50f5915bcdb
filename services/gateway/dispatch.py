"""Dispatch: from the middleware to the route of a request."""

from collections.abc import Iterable

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.dependencies.single_values import refuse_repeated
from gateway.http.route_index import RouteIndex


class Dispatcher:
    """Hands a request to its route, found by index. What has none (404, 405, mounts, the lifespan) is the router's.

    The framework's own way through included routers takes several times as long as a whole request does here. Raises
    ServiceError(INVALID_REQUEST) where something is stated twice that may be stated once only.
    """

    def __init__(self, router: ASGIApp, routes: Iterable[APIRoute]) -> None:
        self._router = router
        self._index = RouteIndex(routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._index.find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        match, found = route.matches(scope) if route is not None else (Match.NONE, {})
        if route is None or match is not Match.FULL:
            await self._router(scope, receive, send)
            return
        scope.update(found)
        refuse_repeated(scope, route)
        await route.handle(scope, receive, send)

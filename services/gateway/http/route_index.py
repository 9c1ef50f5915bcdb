"""Routes by method and the segments of their paths, so that finding one does not take longer the more there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fastapi.routing import APIRoute


@dataclass
class _Node:
    """What follows the segments that led here."""

    literals: dict[str, "_Node"] = field(default_factory=dict)
    parameter: "_Node | None" = None
    routes: dict[str, APIRoute] = field(default_factory=dict)


class RouteIndex:
    """A tree of path segments. Where a literal and a parameter both fit, the literal goes first: routes are declared in
    that order too, which a test holds.

    A path with a segment that is neither (`{a}-{b}`, `{rest:path}`) is refused with ValueError.
    """

    def __init__(self, routes: Iterable[APIRoute]) -> None:
        self._root = _Node()
        for route in routes:
            self._add(route)

    def find(self, method: str, path: str) -> APIRoute | None:
        """The route of a method and a path as it was sent, decoded; None for another method or path."""
        return _find(self._root, path.split("/")[1:], 0, method)

    def _add(self, route: APIRoute) -> None:
        node = self._root
        for segment in route.path.split("/")[1:]:
            if segment.startswith("{") and segment.endswith("}") and segment[1:-1].isidentifier():
                node.parameter = node.parameter or _Node()
                node = node.parameter
            elif "{" in segment:
                raise ValueError(f"{route.path} cannot be indexed")
            else:
                node = node.literals.setdefault(segment, _Node())
        for method in route.methods or ():
            node.routes.setdefault(method, route)


def _find(node: _Node, segments: Sequence[str], place: int, method: str) -> APIRoute | None:
    if place == len(segments):
        return node.routes.get(method)
    segment = segments[place]
    literal = node.literals.get(segment)
    found = _find(literal, segments, place + 1, method) if literal is not None else None
    if found is None and node.parameter is not None and segment:
        return _find(node.parameter, segments, place + 1, method)
    return found

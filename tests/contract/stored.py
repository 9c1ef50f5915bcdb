"""Every reader of stored documents, found among the repositories of the services and in the chassis."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from chassis.storage.repository import Repository
from contracts import topology

Reader = Callable[[dict[str, Any]], Any]


def readers() -> dict[tuple[str, str], list[Reader]]:
    """By service and collection."""
    found: dict[tuple[str, str], list[Reader]] = {}
    for service in topology.SERVICES:
        _import_repositories(service)
    for repository in _subclasses(Repository):
        reader = getattr(repository, "from_document", None)
        collection = getattr(repository, "collection", None)
        if reader is not None and collection is not None:
            service = repository.__module__.split(".")[0]
            found.setdefault((service, collection), []).append(reader)
    return found


def _import_repositories(service: str) -> None:
    package = import_module(f"{service}.repository")
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}."):
        import_module(module.name)


def _subclasses(of: type[Repository]) -> Iterator[type[Repository]]:
    for found in of.__subclasses__():
        if found.__module__.split(".")[0] in topology.SERVICES:
            yield found
        yield from _subclasses(found)

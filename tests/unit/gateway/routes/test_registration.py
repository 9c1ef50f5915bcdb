"""Every module of routes is a part of the application."""

import pkgutil
from importlib import import_module

from gateway import app, routes


def test_no_router_is_left_out_of_the_application() -> None:
    names = {found.name for found in pkgutil.walk_packages(routes.__path__, "gateway.routes.")}
    with_router = {name for name in names if hasattr(import_module(name), "router")}
    assert with_router
    assert with_router <= {module.__name__ for module in app.MODULES}

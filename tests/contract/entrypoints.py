"""Prints, as JSON, what each service offers and what it hears. Run in a process of its own: it loads nameko.

python entrypoints.py <service> ...
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys

from chassis.runtime.event_handler import EventEntrypoint
from chassis.runtime.rpc_server import RpcEntrypoint


def offered(service: str) -> dict[str, list[str]]:
    """Method names as on the wire, and queue names."""
    module = importlib.import_module(f"{service}.service")
    classes = [found for found in vars(module).values() if getattr(found, "name", None) == service]
    (service_class,) = classes
    entrypoints = [
        entrypoint
        for _, method in inspect.getmembers(service_class, inspect.isfunction)
        for entrypoint in getattr(method, "nameko_entrypoints", ())
    ]
    return {
        "methods": sorted(
            found.method.routing_key for found in entrypoints if isinstance(found, RpcEntrypoint)
        ),
        "queues": sorted(
            found.subscription.queue for found in entrypoints if isinstance(found, EventEntrypoint)
        ),
    }


if __name__ == "__main__":
    print(json.dumps({service: offered(service) for service in sys.argv[1:]}))

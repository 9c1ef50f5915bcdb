"""Kinds of work that requests are, each with a limit of its own: reads and acts of one service."""

import re

from fastapi.routing import APIRoute

UNLIMITED = re.compile(
    r"/(healthz|readyz|metrics|v1/payments/vnpay/ipn|v1/payments/providers/[a-z0-9_]+/notifications)"
)
"""Paths of requests that are neither counted nor shed: probes, and the calls of payment providers. A payment must be heard
of, and its signature is checked first."""

SERVICES = {
    "accounts": "accounts",
    "personal data": "accounts",
    "machine clients": "accounts",
    "sessions": "accounts",
    "eid": "accounts",
    "catalogue": "catalog",
    "places": "catalog",
    "conditions": "catalog",
    "dossiers": "dossiers",
    "desk": "dossiers",
    "files": "records",
    "papers": "records",
    "signing": "records",
    "payments": "payments",
    "messages": "notifications",
}
"""The service that does the work of a tag of the API document. What systems of agencies send has a limit of its own and
answers of its own (docs/sync.md)."""


def kind_of(route: APIRoute) -> str | None:
    """`dossiers reads`, `payments acts`; None for what is never shed, and for what lasts as long as its reader likes:
    streams of events, contents of files."""
    service = SERVICES.get(str(route.tags[0])) if route.tags else None
    if service is None or is_unlimited(route) or route.path.endswith(("/events", "/content")):
        return None
    return f"{service} {'reads' if route.methods == {'GET'} else 'acts'}"


def is_unlimited(route: APIRoute) -> bool:
    """Whether its requests are, whatever its parameters say."""
    return UNLIMITED.fullmatch(re.sub(r"\{\w+\}", "x", route.path)) is not None

"""Where a machine client calls from: networks in CIDR notation, and the address of a caller within them."""

import ipaddress
from collections.abc import Iterable

from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def normalised(networks: Iterable[str]) -> tuple[str, ...]:
    """Each as its standard form, once. Raises INVALID_REQUEST for what is none, and for an address within one
    (203.0.113.7/24): it is not known which of both is meant."""
    found, wrong = dict[str, None](), []
    for place, written in enumerate(networks):
        try:
            found[str(ipaddress.ip_network(written))] = None
        except ValueError:
            wrong.append(wrong_field(f"/networks/{place}", "network"))
    if wrong:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=tuple(wrong))
    return tuple(found)

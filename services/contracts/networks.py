"""Whether a network address is within one of some networks."""

import ipaddress
from functools import lru_cache

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def contains(networks: tuple[str, ...], address: str) -> bool:
    """`networks` in CIDR notation; an IPv4 address may be written as IPv6 has it (::ffff:192.0.2.1). What is no address is
    in no network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in _parsed(networks))


@lru_cache(maxsize=1024)
def _parsed(networks: tuple[str, ...]) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(each) for each in networks)

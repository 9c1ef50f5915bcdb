"""The TLS certificate of a machine client, as the proxy that ends the connection hands it on.

The proxy puts it, URL-encoded PEM as nginx has it (`$ssl_client_escaped_cert`), into a header of our own and drops what
a client writes there itself. The header is believed from a trusted proxy alone.
"""

import base64
import binascii
import hashlib
import ssl
from functools import lru_cache
from urllib.parse import unquote

from fastapi import Request

from contracts.networks import contains
from gateway.settings import GatewaySettings

PEER = "peer_address"
"""Name in the state of a scope of the address at the other end of the connection: that of the proxy, if there is one."""
HEADER = "x-client-certificate"


def presented_thumbprint(request: Request) -> str:
    """`x5t#S256` (RFC 8705) of the certificate that a request came with; empty without one, and for one that is said by
    whoever is no proxy of ours, or twice."""
    values = request.headers.getlist(HEADER)
    if len(values) != 1 or not values[0]:
        return ""
    settings: GatewaySettings = request.app.state.gateway.settings
    if not contains(settings.proxy_networks, request.scope["state"].get(PEER, "")):
        return ""
    return thumbprint(values[0])


@lru_cache(maxsize=256)
def thumbprint(escaped: str) -> str:
    """Of a certificate as URL-encoded PEM; empty for what is none."""
    try:
        der = ssl.PEM_cert_to_DER_cert(unquote(escaped, errors="strict").strip())
    except (ValueError, binascii.Error):
        return ""
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode() if der else ""

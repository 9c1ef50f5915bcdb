"""Trust in servers that are called over TLS."""

import ssl
from functools import cache

import httpx


@cache
def trusted_authorities() -> ssl.SSLContext:
    """The public certificate authorities, as httpx trusts them by itself (SSL_CERT_FILE is read).

    Reading them takes some 50 ms and a client without a context reads them anew, so all clients of a process share one.
    """
    return httpx.create_ssl_context()

"""Secrets of machine clients: 256 random bits, stored as a fast keyed hash.

A slow hash makes guessing dear where a secret can be guessed. Nobody guesses 256 bits, so it would cost time at each
token and protect nothing. The key of the hash is the name of the secret: a digest that is copied to another
client or secret is of nothing there.
"""

import hmac
import secrets

_PREFIX = "motcua_"
"""By which programs that look for leaked secrets know one."""
_LABEL = "motcua machine secret 1"


def new_secret() -> str:
    """Letters, digits, `-` and `_` alone: the same in a form, in a header and in an address, encoded or not."""
    return _PREFIX + secrets.token_urlsafe(32)


def digest(client_id: str, secret_id: str, secret: str) -> str:
    """HMAC-SHA256 under the names of client and secret, in hex."""
    key = "\n".join((_LABEL, client_id, secret_id)).encode()
    return hmac.digest(key, secret.encode("utf-8", "surrogatepass"), "sha256").hex()


def is_right(client_id: str, secret_id: str, secret: str, stored: str) -> bool:
    """In a time that does not depend on how much of it is right."""
    return hmac.compare_digest(digest(client_id, secret_id, secret), stored)

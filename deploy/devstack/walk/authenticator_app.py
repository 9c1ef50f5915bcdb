"""The app on an officer's telephone that makes one-time passwords (RFC 6238), by a reckoning of its own."""

from __future__ import annotations

import base64
import hmac
import time

STEP_S = 30


def code(secret: str, steps_on: int = 0) -> str:
    """What it shows now, or so many steps of 30 seconds later. `secret` in base32."""
    step = int(time.time()) // STEP_S + steps_on
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06}"

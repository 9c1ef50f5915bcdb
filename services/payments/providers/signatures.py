"""Signatures of providers, as hex: compared without telling by the time how much of one is right."""

import hmac


def equal_signatures(received: str, expected: str) -> bool:
    """In constant time, without regard to case. Bytes, because `received` may hold any letter."""
    return hmac.compare_digest(received.lower().encode(), expected.encode())

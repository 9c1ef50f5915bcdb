"""What must not be kept in a repository, overwritten by values of the same shape."""

from __future__ import annotations

from typing import Any

INVENTED = "invented"
SECRETS = frozenset({
    "access_token", "refresh_token", "ticket", "password_hash", "private_key", "token_hash", "payment_url", "d",
})  # fmt: skip
"""Names of fields whose text gives access to something, though only to a system that is gone."""


def without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: INVENTED * 4 if name in SECRETS and isinstance(inner, str) else without_secrets(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value

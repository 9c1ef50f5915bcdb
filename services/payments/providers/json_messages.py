"""JSON messages of payment providers: read without trusting what they hold."""

import json
from collections.abc import Mapping
from typing import Any

from payments.providers.base import InvalidSignature

MAX_DIGITS = 15


def signed_object(text: str) -> dict[str, Any]:
    """The object of a call. Raises InvalidSignature: what is no object bears none."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidSignature from None
    if not isinstance(message, dict):
        raise InvalidSignature
    return message


def text_of(message: Mapping[str, Any], key: str) -> str:
    """Values come as text or number, or not at all."""
    value = message.get(key)
    return "" if value is None or isinstance(value, bool | dict | list) else str(value)


def amount_of(message: Mapping[str, Any], key: str = "amount") -> int | None:
    """Whole VND; None for anything else."""
    text = text_of(message, key)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else None

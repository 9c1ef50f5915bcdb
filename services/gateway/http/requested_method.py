"""The method that a caller sent, where the application is asked by another."""

from collections.abc import MutableMapping
from typing import Any

_NAME = "requested_method"


def note_method(scope: MutableMapping[str, Any]) -> None:
    """Keep the method of the scope as that of the caller."""
    scope.setdefault("state", {})[_NAME] = scope["method"]


def requested_method(scope: MutableMapping[str, Any]) -> str:
    """HEAD where the application sees GET."""
    method: str = scope.get("state", {}).get(_NAME, scope["method"])
    return method

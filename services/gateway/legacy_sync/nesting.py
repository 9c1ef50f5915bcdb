"""Items nested deeper than our parsers go. No honest item is; one of them must not spoil its batch."""

import json
from typing import Any

from contracts.errors import ErrorCode, ServiceError

MAX_DEPTH = 40


def stringify_deep_items(items: list[Any]) -> list[Any]:
    """Each item that is too deep as its JSON text: it is refused as no object, and stored as it came.

    Raises malformed_json for one that cannot even be written.
    """
    return [_text(item) if _is_deep(item) else item for item in items]


def _is_deep(item: Any) -> bool:
    level = [item]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _text(item: Any) -> str:
    try:
        return json.dumps(item, ensure_ascii=False)
    except RecursionError:
        raise ServiceError(ErrorCode.MALFORMED_JSON) from None

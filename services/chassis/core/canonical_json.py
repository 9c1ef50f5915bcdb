"""One byte string for one value: what hashes are computed over."""

from typing import Any

import orjson


def to_canonical_json(value: Any) -> bytes:
    """JSON with sorted keys and no blanks. Moments are written in UTC."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)

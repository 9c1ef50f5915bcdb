"""Canonical JSON: the one byte string of a value that hashes are computed over.

Not RFC 8785: keys are sorted by their UTF-8 bytes and floats written as orjson writes them. The hash chains of the
event log are stored and must stay verifiable, so this form does not change.
"""

from typing import Any

import orjson


def to_canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and without blanks; a datetime in RFC 3339, UTC as `Z`."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)

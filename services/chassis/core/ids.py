"""Ids of aggregates and events, which sort by the time of their making."""

from datetime import datetime
from uuid import UUID

import uuid_utils

_BELOW_THE_TIME = 80
"""Bits of a UUIDv7 after its milliseconds."""


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text."""
    return str(uuid_utils.uuid7())


def first_id(at: datetime) -> str:
    """Sorts before every id that is made at this time or later, and after those made before; of a time before 1970, before
    all."""
    return str(UUID(int=max(0, int(at.timestamp() * 1000)) << _BELOW_THE_TIME))

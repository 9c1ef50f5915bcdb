"""Ids of aggregates and events, which sort by the time of their making."""

import uuid_utils


def new_id() -> str:
    """A UUIDv7 (RFC 9562) as text."""
    return str(uuid_utils.uuid7())

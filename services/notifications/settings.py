"""Settings of the notifications service. Those of a channel are in its own module."""

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from chassis.core.settings import Settings


def _split(value: object) -> object:
    return (
        tuple(kind.strip() for kind in value.split(",") if kind.strip()) if isinstance(value, str) else value
    )


class NotificationsSettings(Settings):
    """Settings of the notifications service."""

    message_channels: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ("email",)
    """The message channels that are switched on, comma-separated; empty: people have the inbox alone."""

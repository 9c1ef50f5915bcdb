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
    """`message_channels` are those that are switched on, with commas between them; none leaves the inbox alone."""

    message_channels: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ("email",)

"""Settings of the notifications service. Those of a channel are in its own module."""

from typing import Annotated

from pydantic import BeforeValidator
from pydantic_settings import NoDecode

from chassis.core.setting_types import Page
from chassis.core.settings import Settings


def _split(value: object) -> object:
    return (
        tuple(kind.strip() for kind in value.split(",") if kind.strip()) if isinstance(value, str) else value
    )


class NotificationsSettings(Settings):
    """Settings of the notifications service."""

    message_channels: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ("email",)
    """The message channels that are switched on, comma-separated; empty: people have the inbox alone."""
    portal_url: Page = "/"
    """The address of the portal, which messages name; a path alone, which a message cannot lead to, is not named."""

    @property
    def portal(self) -> str:
        """The address as messages name it; empty for a path."""
        return "" if self.portal_url.startswith("/") else self.portal_url

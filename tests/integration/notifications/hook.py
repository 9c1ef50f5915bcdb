"""A second channel, which posts a short text to a person's phone number over HTTP: a module, its registration, its
settings."""

from typing import Self

import httpx
from pydantic import Field

from chassis.core.settings import Configuration, load_settings
from contracts.accounts import Contact
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import TextForm

PERMANENT_STATUS = {400, 410, 422}
"""What this server answers for one message: it is malformed, its number is gone, its content is refused. 404 is not
among them: the path is the same for every message, so that it says that our address of the server is wrong."""


class HookSettings(Configuration):
    hook_url: str = Field(min_length=1)
    hook_timeout_s: float = Field(default=20.0, gt=0)


class HookChannel:
    kind = "hook"
    form = TextForm.SHORT

    def __init__(self, settings: HookSettings) -> None:
        self._http = httpx.Client(base_url=settings.hook_url, timeout=settings.hook_timeout_s)

    @classmethod
    def from_environment(cls) -> Self:
        return cls(load_settings(HookSettings))

    def address_of(self, contact: Contact) -> str | None:
        return contact.phone

    def send(self, message: ChannelMessage) -> None:
        text = {"id": message.message_id, "to": message.address, "text": message.body}
        try:
            response = self._http.post("/messages", json=text)
        except httpx.HTTPError as error:
            raise TemporaryFailure(type(error).__name__) from error
        if response.status_code in PERMANENT_STATUS:
            raise PermanentFailure(f"hook {response.status_code}")
        if not response.is_success:
            raise TemporaryFailure(f"hook {response.status_code}")

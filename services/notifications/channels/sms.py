"""Short messages (tin nhắn thương hiệu) by the interface of eSMS, through which the operators of Viet Nam are reached.

An answer is always 200; its `CodeResult` says what became of it. Who sends is a registered name (brandname), texts go
without diacritics unless the operators have approved others, and a `RequestId` that was taken is taken no second time
for a day.
"""

import json
import re
from typing import Annotated, Any, ClassVar, Self

import httpx
from pydantic import Field, SecretStr, StringConstraints

from chassis.core.setting_types import MIN_GIVEN_SECRET, Url
from chassis.core.settings import Configuration, load_settings
from chassis.core.tls import trusted_authorities
from contracts.accounts import Contact
from contracts.contact_details import dialled_at_home
from contracts.text import strip_diacritics
from notifications.channels.base import PermanentFailure, ServerAway, TemporaryFailure
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import TextForm

ACCEPTED, REPEATED = "100", "124"
"""124: the RequestId came before, so that the message of before was taken."""
PERMANENT = frozenset({"108", "146", "177"})
"""About this number or this text: no such number, not as the registered template has it, no contract with its network. Any
other code is about our account there (key, balance, name, address) or the server."""
CUSTOMER_CARE = "2"
_MOST = 306
"""Letters that go as two parts (GSM 03.38, customer care)."""
_MOST_UNICODE = 134
_NOT_TAKEN = re.compile(r"[^\x20-\x7e]|[#&]")

Brandname = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9 ._-]{1,11}$")]


class SmsSettings(Configuration):
    """Settings of short messages, where they are switched on."""

    sms_url: Url
    """Address of the provider's interface, without the method: `https://rest.esms.vn/MainService.svc/json`."""
    sms_api_key: SecretStr = Field(min_length=MIN_GIVEN_SECRET)
    """Key of our account at the provider."""
    sms_secret_key: SecretStr = Field(min_length=MIN_GIVEN_SECRET)
    """Secret of our account at the provider."""
    sms_brandname: Brandname
    """The registered name that people see as the sender, 11 letters at most."""
    sms_unicode: bool = False
    """Whether texts keep their diacritics: the operators must have approved it, and a part holds less than half as much."""
    sms_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long the provider may take to answer, in seconds."""


class SmsChannel:
    """One object for the process; its connections are kept."""

    kind: ClassVar[str] = "sms"
    form: ClassVar[TextForm] = TextForm.SHORT

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        self._http = httpx.Client(
            verify=trusted_authorities(), timeout=settings.sms_timeout_s, trust_env=False
        )
        self._address = f"{str(settings.sms_url).rstrip('/')}/SendMultipleMessage_V4_post_json/"

    @classmethod
    def from_environment(cls) -> Self:
        """Ends the process with one line when a setting is missing or wrong."""
        return cls(load_settings(SmsSettings))

    def address_of(self, contact: Contact) -> str | None:
        return contact.phone

    def send(self, message: ChannelMessage) -> None:
        """The id of the message is the RequestId: a second hand-over within a day is none."""
        code = self._ask(self._request(message))
        if code in PERMANENT:
            raise PermanentFailure(f"esms {code}")
        if code not in (ACCEPTED, REPEATED):
            raise TemporaryFailure(f"esms {code}")

    def close(self) -> None:
        """Close the connections that are kept."""
        self._http.close()

    def _request(self, message: ChannelMessage) -> dict[str, Any]:
        unicode = self._settings.sms_unicode
        return {
            "ApiKey": self._settings.sms_api_key.get_secret_value(),
            "SecretKey": self._settings.sms_secret_key.get_secret_value(),
            "Brandname": self._settings.sms_brandname,
            "SmsType": CUSTOMER_CARE,
            "IsUnicode": "1" if unicode else "0",
            "Sandbox": "0",
            "Phone": dialled_at_home(message.address or ""),
            "Content": message.body[:_MOST_UNICODE] if unicode else plain(message.body)[:_MOST],
            "RequestId": message.message_id,
        }

    def _ask(self, request: dict[str, Any]) -> str:
        """The code of the answer. Raises ServerAway, TemporaryFailure."""
        try:
            answer = self._http.post(self._address, json=request)
            answer.raise_for_status()
            return str(answer.json()["CodeResult"])
        except httpx.ConnectError as error:
            raise ServerAway(type(error).__name__) from error
        except httpx.HTTPStatusError as error:
            raise TemporaryFailure(f"http {error.response.status_code}") from error
        except (httpx.HTTPError, json.JSONDecodeError, UnicodeDecodeError, LookupError, TypeError) as error:
            raise TemporaryFailure(type(error).__name__) from error


def plain(text: str) -> str:
    """In the letters that every operator takes: "Hồ sơ đã được tiếp nhận" → "Ho so da duoc tiep nhan"."""
    return _NOT_TAKEN.sub(" ", strip_diacritics(text))

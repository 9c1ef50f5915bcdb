"""Settings of the accounts service."""

from pydantic import Field, field_validator

from accounts.domain.signing_keys import SigningKeys
from chassis.core.settings import Settings


class AccountsSettings(Settings):
    """Settings of the accounts service."""

    signing_key: str = Field(repr=False, min_length=1)
    """PEM text of Ed25519 keys, with which access tokens are signed; see `SigningKeys`."""
    system_session_s: int = Field(default=3600, ge=1, le=86400)
    """How long the session of an agency's system lasts, in seconds."""
    phone_codes: bool = False
    """Whether telephone numbers are proved: where the message channel `sms` is switched on."""

    @field_validator("signing_key")
    @classmethod
    def _readable(cls, pem: str) -> str:
        SigningKeys.from_pem(pem)
        return pem

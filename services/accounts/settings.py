"""Settings of the accounts service."""

from pydantic import Field, field_validator

from accounts.domain.signing_keys import SigningKeys
from chassis.core.settings import Settings


class AccountsSettings(Settings):
    """`signing_key` is a PEM file of Ed25519 keys, see `SigningKeys`.

    `system_session_s`: how long the session of an agency's system lasts.
    """

    signing_key: str = Field(repr=False)
    system_session_s: int = Field(default=3600, ge=1, le=86400)

    @field_validator("signing_key")
    @classmethod
    def _readable(cls, pem: str) -> str:
        SigningKeys.from_pem(pem)
        return pem

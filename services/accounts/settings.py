"""What the accounts service reads from its environment."""

from pydantic import Field, field_validator

from accounts.keys import SigningKeys
from chassis.settings import Settings


class AccountsSettings(Settings):
    """`signing_key` is a PEM file of Ed25519 keys, see `SigningKeys`."""

    signing_key: str = Field(repr=False)

    @field_validator("signing_key")
    @classmethod
    def _readable(cls, pem: str) -> str:
        SigningKeys.from_pem(pem)
        return pem

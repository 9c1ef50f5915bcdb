"""Settings of the accounts service."""

import json
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_settings import NoDecode

from accounts.domain.identity_providers import IdentityProvider
from accounts.domain.signing_keys import SigningKeys
from chassis.core.setting_types import Form
from chassis.core.settings import Settings
from contracts.accounts import AccountKind


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else ()
    except ValueError:
        raise ValueError("JSON is needed") from None


def _json_object(value: object) -> object:
    return _json(value) or {}


_PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})


class AccountsSettings(Settings):
    """Settings of the accounts service."""

    signing_key: str = Field(repr=False, min_length=1)
    """PEM text of Ed25519 keys, with which access tokens are signed; see `SigningKeys`."""
    system_session_s: int = Field(default=3600, ge=1, le=86400)
    """How long the session of an agency's system lasts, in seconds."""
    phone_codes: bool = False
    """Whether telephone numbers are proved: where the message channel `sms` is switched on."""
    local_log_in: Annotated[str, Form("citizen, officer, administrator, comma-separated")] = (
        "citizen,officer,administrator"
    )
    """Kinds of accounts that log in by password here. Without `citizen` nobody registers with one either: people come by an
    electronic identity."""
    eid_providers: Annotated[
        tuple[IdentityProvider, ...], NoDecode, BeforeValidator(_json), Form("JSON list of objects")
    ] = ()
    """Identity providers for the log-in by electronic identity; see `docs/eid.md`. Nothing: it is switched off."""
    eid_client_secrets: Annotated[
        dict[str, str], NoDecode, BeforeValidator(_json_object), Form("JSON object")
    ] = Field(default={}, repr=False)
    """The secret that each identity provider knows this installation by, by the provider's name."""
    eid_timeout_s: float = Field(default=3.0, gt=0, le=30)
    """How long one answer of an identity provider may take, in seconds; a log-in needs two, at times four."""

    @field_validator("signing_key")
    @classmethod
    def _readable(cls, pem: str) -> str:
        SigningKeys.from_pem(pem)
        return pem

    @field_validator("local_log_in")
    @classmethod
    def _of_persons(cls, text: str) -> str:
        for name in _named(text):
            if name not in _PERSONS:
                raise ValueError(f"{name!r} is none of citizen, officer, administrator")
        return text

    @model_validator(mode="after")
    def _with_secrets(self) -> Self:
        names = [provider.name for provider in self.eid_providers]
        if len(set(names)) < len(names):
            raise ValueError("MOTCUA_EID_PROVIDERS names a provider twice")
        missing = [name for name in names if not self.eid_client_secrets.get(name)]
        if missing:
            raise ValueError(f"MOTCUA_EID_CLIENT_SECRETS has none for {', '.join(missing)}")
        return self

    @property
    def kinds_by_password(self) -> frozenset[AccountKind]:
        return frozenset(AccountKind(name) for name in _named(self.local_log_in))


def _named(text: str) -> list[Any]:
    return [name.strip() for name in text.split(",") if name.strip()]

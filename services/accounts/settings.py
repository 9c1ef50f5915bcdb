"""Settings of the accounts service."""

import json
import re
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_settings import NoDecode

from accounts.domain.access_tokens import TokenTerms
from accounts.domain.identity_providers import IdentityProvider
from accounts.domain.second_factors.factors import FactorPolicy
from accounts.domain.second_factors.requirement import Requirement
from accounts.domain.second_factors.sealing import SHORTEST_KEY, FactorKeys
from accounts.domain.second_factors.security_keys import RelyingParty
from accounts.domain.signing_keys import SigningKeys
from chassis.core.setting_types import Form
from chassis.core.settings import Settings
from contracts.accounts import AccountKind, AgencyRole


def _json(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value.strip() else ()
    except ValueError:
        raise ValueError("JSON is needed") from None


def _day(value: object) -> object:
    return None if value == "" else value


def _json_object(value: object) -> object:
    return _json(value) or {}


_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ORIGIN = re.compile(
    r"https://[a-z0-9.-]+(:[0-9]{1,5})?|http://localhost(:[0-9]{1,5})?|android:apk-key-hash:[A-Za-z0-9_-]{43}"
)
_ASKING = frozenset({*AgencyRole, AccountKind.ADMINISTRATOR})
_PERSONS = frozenset({AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR})


class AccountsSettings(Settings):
    """Settings of the accounts service."""

    signing_key: str = Field(repr=False, min_length=1)
    """PEM text of Ed25519 keys: the first signs access tokens until the first rotation (`motcua keys`)."""
    signer_rotation_days: int = Field(default=90, ge=0, le=3650)
    """Days after which a new key signs access tokens; 0: only when `motcua keys rotate` says so. Needs field encryption."""
    system_session_s: int = Field(default=3600, ge=1, le=86400)
    """How long the session of an agency's system lasts that logs in by password, in seconds."""
    system_log_in_until: Annotated[date | None, BeforeValidator(_day), Form("day, or empty")] = date(
        2027, 12, 31
    )
    """The last day on which accounts of systems log in by password; empty: they do not, and systems come as machine
    clients."""
    machine_token_s: int = Field(default=600, ge=60, le=600)
    """How long an access token of a machine client is good, in seconds."""
    machine_credential_days: int = Field(default=365, ge=1, le=3650)
    """The most days for which a secret of a machine client is good."""
    phone_codes: bool = False
    """Whether telephone numbers are proved: where the message channel `sms` is switched on."""
    local_log_in: Annotated[str, Form("citizen, officer, administrator, comma-separated")] = (
        "citizen,officer,administrator"
    )
    """Kinds of accounts that log in by password here. Without `citizen` nobody registers with one either: people come by an
    electronic identity."""
    second_factor_key: str = Field(repr=False, min_length=SHORTEST_KEY)
    """Key by which the secrets of second factors are encrypted at rest: one a line, the first seals and all open; see
    `FactorKeys`."""
    second_factor_roles: Annotated[
        str,
        Form("leader, processing, manager, reception, catalogue, accounts, administrator, comma-separated"),
    ] = "leader,manager,catalogue,accounts,administrator"
    """Roles that ask for a second factor at log-in: those that sign, refund or administer. Nothing: no role does."""
    second_factor_grace_days: int = Field(default=14, ge=0, le=365)
    """How long who holds such a role and has no second factor logs in without, in days from the first such log-in; after
    that the log-in enrols one."""
    second_factor_by_eid: bool = True
    """Whether a log-in by an electronic identity of level 2 counts as both factors."""
    webauthn_rp_id: Annotated[str, Form("domain name")] = ""
    """Domain of the portal for which security keys are enrolled (WebAuthn RP ID), such as `dichvucong.gov.vn`; a change of
    it voids them all. Nothing: security keys are switched off."""
    webauthn_origins: Annotated[str, Form("origins, comma-separated")] = ""
    """Pages on which they may be used, such as `https://dichvucong.gov.vn`. Nothing: `https://` and the domain."""
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

    @field_validator("second_factor_key")
    @classmethod
    def _long_enough(cls, text: str) -> str:
        FactorKeys.from_text(text)
        return text

    @field_validator("second_factor_roles")
    @classmethod
    def _roles(cls, text: str) -> str:
        for name in _named(text):
            if name not in _ASKING:
                raise ValueError(f"{name!r} is no role, nor administrator")
        return text

    @field_validator("webauthn_rp_id")
    @classmethod
    def _domain(cls, text: str) -> str:
        if text and not _DOMAIN.fullmatch(text):
            raise ValueError("a domain name in small letters is needed, without scheme and port")
        return text

    @field_validator("webauthn_origins")
    @classmethod
    def _origins(cls, text: str) -> str:
        for origin in _named(text):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is no origin, as https://dichvucong.gov.vn")
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
    def token_terms(self) -> TokenTerms:
        return TokenTerms(
            machine_lifetime=timedelta(seconds=self.machine_token_s),
            system_lifetime=timedelta(seconds=self.system_session_s),
            passwords_until=self.system_log_in_until,
        )

    @property
    def factor_policy(self) -> FactorPolicy:
        roles, days = frozenset(_named(self.second_factor_roles)), self.second_factor_grace_days
        origins = tuple(_named(self.webauthn_origins)) or (f"https://{self.webauthn_rp_id}",)
        return FactorPolicy(
            Requirement(roles, timedelta(days=days)),
            FactorKeys.from_text(self.second_factor_key),
            RelyingParty(self.webauthn_rp_id, origins) if self.webauthn_rp_id else None,
            self.second_factor_by_eid,
        )

    @property
    def kinds_by_password(self) -> frozenset[AccountKind]:
        return frozenset(AccountKind(name) for name in _named(self.local_log_in))


def _named(text: str) -> list[Any]:
    return [name.strip() for name in text.split(",") if name.strip()]

"""Identity providers (nhà cung cấp dịch vụ định danh và xác thực điện tử) as an installation sets them, and what an answer
of one says of a person.

A provider is data: VNeID, the older SSO of the national portal with its TechID, and others stand side by side.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from contracts.accounts import HolderKind
from contracts.accounts.eid import Address, EidProvider, ProviderKey
from contracts.base import AssuranceLevel, Model, PersonalNumber
from contracts.errors import ErrorCode, ServiceError
from contracts.i18n import Text
from contracts.printable import cleaned_line

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Asymmetric signatures only: with a symmetric one, whoever knows the client's secret makes identities."""
_NUMBER: TypeAdapter[str] = TypeAdapter(PersonalNumber)
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LONGEST_SUBJECT = 255
_LONGEST_NAME = 250


class ClaimNames(Model):
    """Under which names a provider says what."""

    subject: str = "sub"
    """The technical id that stays the same: `sub`; `TechID` of the national portal's older SSO."""
    personal_number: str = "personal_number"
    """The personal number (số định danh cá nhân); `SoDinhDanh` of the older SSO."""
    full_name: str = "name"
    """The full name; `HoVaTen` of the older SSO."""
    kind: str = ""
    """Which kind of account it is; `LoaiTaiKhoan` of the older SSO. Empty: the provider has people alone."""
    people: tuple[str, ...] = ()
    """The values of `kind` that mean a person; `1` of the older SSO."""
    foreigners: tuple[str, ...] = ()
    """The values of `kind` that mean a foreigner, beside those of `people`."""
    organisations: dict[str, HolderKind] = Field(default_factory=dict)
    """The values of `kind` that mean an organisation, and what kind of one each means."""
    tax_code: str = "tax_code"
    """The tax code of an organisation; `MaSoThue` of the older SSO."""
    representative: str = "representative_number"
    """The personal number of the legal representative of an organisation."""


class IdentityProvider(Model):
    """One identity provider: where it is, as whom it knows us, and how its answers are read."""

    name: ProviderKey
    """Its key in addresses and in stored links: never changed."""
    title: Text
    """Its name for people."""
    issuer: Annotated[str, Field(min_length=8, max_length=500)]
    """What its tokens bear as `iss`, letter for letter; it need not be an address that answers."""
    discovery_url: Address | None = None
    """Where its metadata is; left out: the issuer with /.well-known/openid-configuration."""
    authorization_endpoint: Address | None = None
    token_endpoint: Address | None = None
    jwks_uri: Address | None = None
    userinfo_endpoint: Address | None = None
    end_session_endpoint: Address | None = None
    """Each takes the place of what the metadata says; with the first three, metadata is not read."""
    client_id: Annotated[str, Field(min_length=1, max_length=200)]
    """As whom it knows this installation."""
    client_authentication: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    """How the secret is shown to it."""
    scopes: tuple[str, ...] = ("openid", "profile")
    """What it is asked for."""
    acr_values: tuple[str, ...] = ()
    """Which levels it is asked for, the preferred one first."""
    levels: Annotated[dict[str, AssuranceLevel], Field(min_length=1)]
    """The level (mức độ định danh) that each value of `acr` means. Any other value proves nothing."""
    algorithms: Annotated[tuple[Algorithm, ...], Field(min_length=1)] = ("RS256",)
    """Which signatures are taken."""
    claims: ClaimNames = ClaimNames()
    """Under which names it says what."""
    claims_from: Literal["id_token", "userinfo"] = "id_token"
    """Where it says who the person is; the level is always that of the ID token."""
    return_urls: Annotated[tuple[Address, ...], Field(min_length=1)]
    """Pages of front ends that people may come back to; each is registered at the provider."""
    log_out_return_urls: tuple[Address, ...] = ()
    """Pages that people may come back to after a log-out there."""

    @model_validator(mode="after")
    def _whole(self) -> "IdentityProvider":
        if bool(self.claims.kind) != bool(self.claims.people):
            raise ValueError("claims.kind and claims.people are set together")
        if "openid" not in self.scopes:
            raise ValueError("scopes must hold openid")
        if not any(level for level in self.levels.values()):
            raise ValueError("levels must hold a level above 0")
        return self

    @property
    def offered(self) -> EidProvider:
        return EidProvider(provider=self.name, title=self.title.vi, title_en=self.title.en)

    @property
    def metadata_url(self) -> str | None:
        """Where its metadata is read; None where the settings say all of it."""
        if all(getattr(self, endpoint) for endpoint in _ENDPOINTS):
            return None
        return self.discovery_url or f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


@dataclass(frozen=True)
class ProvedIdentity:
    """What a provider has vouched for: who it is, with which number, to which level."""

    provider: str
    subject: str = field(repr=False)
    personal_number: str = field(repr=False)
    full_name: str = field(repr=False)
    level: int
    sub: str = field(default="", repr=False)
    sid: str = field(default="", repr=False)
    """By what the provider names the person and the session when it tells of a log-out."""
    holder: HolderKind = HolderKind.CITIZEN


def proved_identity(
    provider: IdentityProvider, id_claims: Mapping[str, Any], claims: Mapping[str, Any]
) -> ProvedIdentity:
    """The identity in checked claims: `id_claims` those of the ID token, `claims` those that say who it is.

    Raises EID_KIND_UNSUPPORTED for an organisation's account, EID_NOT_PROVED where level, number or subject is missing
    or has not the form.
    """
    names = provider.claims
    kind = text_of(claims.get(names.kind)) if names.kind else ""
    if names.kind and kind not in (*names.people, *names.foreigners):
        raise ServiceError(ErrorCode.EID_KIND_UNSUPPORTED)
    holder = HolderKind.FOREIGNER if kind and kind in names.foreigners else HolderKind.CITIZEN
    level = provider.levels.get(text_of(id_claims.get("acr")), 0)
    subject = text_of(claims.get(names.subject))
    number = number_of(claims.get(names.personal_number))
    if not level or not number or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    full_name = name_of(claims.get(names.full_name))
    if not full_name:
        raise ServiceError(ErrorCode.EID_NOT_PROVED)
    sub, sid = text_of(id_claims.get("sub")), text_of(id_claims.get("sid"))
    return ProvedIdentity(provider.name, subject, number, full_name, level, sub, sid, holder)


def name_of(value: object) -> str:
    """A name on one line; empty for what has no letter."""
    name = cleaned_line(text_of(value))[:_LONGEST_NAME].strip()
    return name if re.search(r"[^\W\d_]", name) else ""


def text_of(value: object) -> str:
    """Of a text or a whole number; empty for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def number_of(value: object) -> str:
    """A personal number; empty for what has not its form."""
    try:
        return _NUMBER.validate_python(value, strict=True)
    except ValidationError:
        return ""

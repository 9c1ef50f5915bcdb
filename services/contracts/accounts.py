"""Identity: citizens, officers, administrators, their tokens."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import EmailStr, Field, StringConstraints

from contracts import agency_codes
from contracts.base import (
    Actor,
    Body,
    Command,
    Empty,
    Identifier,
    Instant,
    Method,
    Model,
    OfficerRole,
    Page,
    PageRequest,
    Query,
    ShortText,
    methods_of,
)
from contracts.events import EventType, events_of

SERVICE = "accounts"

PersonalNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
"""Số định danh cá nhân: twelve digits, checked for form only; nothing is derived from it."""

LoginName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,64}$")]
Password = Annotated[str, StringConstraints(min_length=10, max_length=128)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{9,15}$")]
Locale = Literal["vi", "en"]
AgencyCode = Annotated[
    str, StringConstraints(pattern=agency_codes.PATTERN, max_length=agency_codes.MAX_LENGTH)
]
"""Mã định danh cơ quan, old style (000.00.16.H05) or that of QĐ 20/2020/QĐ-TTg (H05.34.44)."""


TOKEN_ISSUER = "urn:motcua:accounts"
TOKEN_AUDIENCE = "urn:motcua:portal"
"""The `iss` and `aud` of every access token; whoever checks one checks both."""


UnitName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]
"""Code or short name of a unit (phòng, bộ phận) within an agency."""


class AccountKind(StrEnum):
    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the information system of an agency


class Account(Model):
    """An account as its owner and administrators see it. `version` is its ETag."""

    account_id: Identifier
    version: int
    kind: AccountKind
    login: str
    full_name: str
    email: str | None = None
    phone: str | None = None
    locale: Locale = "vi"
    agency_code: str | None = None
    unit: str = ""
    roles: tuple[OfficerRole, ...] = ()
    created_at: Instant


class RegisterCitizenBody(Body):
    """To open the account of a citizen."""

    personal_number: PersonalNumber
    full_name: ShortText
    password: Annotated[Password, Field(repr=False)]
    email: EmailStr | None = None
    phone: Phone | None = None
    locale: Locale = "vi"


class RegisterCitizen(RegisterCitizenBody, Command):
    """Command to open the account of a citizen."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class CreateOfficerBody(Body):
    """By an administrator."""

    login: LoginName
    full_name: ShortText
    password: Annotated[Password, Field(repr=False)]
    agency_code: AgencyCode
    unit: UnitName = ""
    roles: Annotated[tuple[OfficerRole, ...], Field(min_length=1, max_length=8)]
    email: EmailStr | None = None
    locale: Locale = "vi"


class CreateOfficer(CreateOfficerBody, Command):
    """Command to open an officer's account, by an administrator."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class CreateAdministrator(Command):
    """By an operator at the command line only."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})

    login: LoginName
    full_name: ShortText
    password: Annotated[Password, Field(repr=False)]
    email: EmailStr | None = None


class CreateSystemBody(Body):
    """By an administrator: an account of an agency's information system. `agency_code` is the highest agency that it
    may write for: all agencies under it are its own."""

    login: LoginName
    name: ShortText
    password: Annotated[Password, Field(repr=False)]
    agency_code: AgencyCode


class CreateSystem(CreateSystemBody, Command):
    """Command to open the account of an agency's information system, by an administrator."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class OpenSystemSession(Query):
    """By an agency's system: the session of the old contract, the client credentials grant of the newer one."""

    login: LoginName
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]


class SystemSession(Model):
    """A token of `expires_in` seconds; there is nothing to refresh it with."""

    access_token: Annotated[str, Field(repr=False)]
    expires_in: int


class UpdateProfileBody(Body):
    """By the owner; fields left out stay as they are."""

    email: EmailStr | None = None
    phone: Phone | None = None
    locale: Locale | None = None


class UpdateProfile(UpdateProfileBody, Command):
    """Command to change an account, by its owner, in the version that the owner has seen."""

    expected_version: int


class LogIn(Query):
    """Not a command: nobody stores tokens to replay them. Repeating it makes another session."""

    login: LoginName
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]


class RefreshTokens(Query):
    """Takes a refresh token once. A second use revokes the whole family (`token_reused`)."""

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]


class LogOut(Query):
    """Revokes the family of the token; unknown tokens are taken in silence."""

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]


class TokenPair(Model):
    """`access_token` is a JWT (EdDSA, keys at the JWKS address) of `expires_in` seconds."""

    access_token: Annotated[str, Field(repr=False)]
    refresh_token: Annotated[str, Field(repr=False)]
    token_type: Literal["Bearer"] = "Bearer"
    expires_in: int
    refresh_expires_in: int


class GetJwks(Query):
    pass


class Jwks(Model):
    """RFC 7517."""

    keys: tuple[dict[str, str], ...]


class GetAccount(Query):
    """The owner or an administrator; anybody else is told that there is no such account."""

    account_id: Identifier


class ListOfficers(PageRequest):
    """By an administrator."""

    agency_code: AgencyCode | None = None


class FindOfficers(Query):
    """For services only: the officers of an agency who have a role, at most 50."""

    agency_code: AgencyCode
    role: OfficerRole
    unit: UnitName = ""


class OfficerIds(Model):
    account_ids: tuple[str, ...]


class GetContact(Query):
    """For services only: where and in which language to reach a person."""

    account_id: Identifier


class Contact(Model):
    account_id: Identifier
    full_name: str
    email: str | None = None
    phone: str | None = None
    locale: Locale = "vi"
    kind: AccountKind = AccountKind.CITIZEN
    personal_number: Annotated[str | None, Field(repr=False)] = None
    agency_code: str | None = None
    unit: str = ""


class AccessClaims(Model):
    """What an access token says; `sub` is the account id."""

    sub: str
    kind: AccountKind
    agency_code: str = ""
    unit: str = ""
    roles: tuple[OfficerRole, ...] = ()

    def actor(self) -> Actor:
        return Actor(
            kind=self.kind.value,
            account_id=self.sub,
            agency_code=self.agency_code,
            unit=self.unit,
            roles=self.roles,
        )


class AccountRegistered(Model):
    account_id: Identifier
    kind: AccountKind
    agency_code: str | None = None


class ProfileUpdated(Model):
    account_id: Identifier


class SessionsRevoked(Model):
    """A refresh token came twice: every session of its family has ended."""

    account_id: Identifier
    family_id: Identifier


register_citizen = Method(SERVICE, "register_citizen", RegisterCitizen, Account)
create_officer = Method(SERVICE, "create_officer", CreateOfficer, Account)
create_administrator = Method(SERVICE, "create_administrator", CreateAdministrator, Account)
update_profile = Method(SERVICE, "update_profile", UpdateProfile, Account)
log_in = Method(SERVICE, "log_in", LogIn, TokenPair)
refresh = Method(SERVICE, "refresh", RefreshTokens, TokenPair)
log_out = Method(SERVICE, "log_out", LogOut, Empty)
get_jwks = Method(SERVICE, "get_jwks", GetJwks, Jwks)
get_account = Method(SERVICE, "get_account", GetAccount, Account)
list_officers = Method(SERVICE, "list_officers", ListOfficers, Page[Account])
get_contact = Method(SERVICE, "get_contact", GetContact, Contact)
create_system = Method(SERVICE, "create_system", CreateSystem, Account)
open_system_session = Method(SERVICE, "open_system_session", OpenSystemSession, SystemSession)
find_officers = Method(SERVICE, "find_officers", FindOfficers, OfficerIds)

METHODS = methods_of(__name__)

ACCOUNT_REGISTERED = EventType("accounts.registered", AccountRegistered)
PROFILE_UPDATED = EventType("accounts.profile_updated", ProfileUpdated)
SESSIONS_REVOKED = EventType("accounts.sessions_revoked", SessionsRevoked)
EVENTS = events_of(__name__)

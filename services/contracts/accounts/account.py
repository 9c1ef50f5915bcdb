"""Accounts (tài khoản): what each kind is, how it is opened, changed and locked."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.accounts.contacts import ContactProof
from contracts.accounts.fields import (
    AccountKind,
    AgencyCode,
    HolderKind,
    Locale,
    LoginName,
    Password,
    SecondFactorKind,
)
from contracts.accounts.identity import ProofMethod
from contracts.accounts.officers import HeldRole
from contracts.base import (
    AssuranceLevel,
    Body,
    Command,
    Identifier,
    Instant,
    Model,
    OfficerRole,
    PersonalNumber,
    Query,
)
from contracts.contact_details import EmailAddress, Phone
from contracts.printable import LongText, Title


class Account(Model):
    """An account as its owner and administrators see it. `version` is its ETag."""

    account_id: Identifier
    """Id of the account."""
    version: int
    """Version, which counts its changes: the ETag."""
    kind: AccountKind
    """What kind of account it is; of people and organisations outside of the state `citizen`: see `holder`."""
    holder: HolderKind = HolderKind.CITIZEN
    """Whose account one of the kind `citizen` is (loại chủ tài khoản)."""
    tax_code: str | None = None
    """Tax code (mã số thuế) of an organisation, which is proved; none of a person."""
    login: str
    """Login name; a citizen's is the personal number, or begins with it where another account had it first."""
    full_name: str
    """Full name (họ và tên)."""
    email: str | None = None
    """E-mail address (thư điện tử)."""
    phone: str | None = None
    """Telephone number (số điện thoại)."""
    locale: Locale = "vi"
    """Language of messages to the person."""
    agency_code: str | None = None
    """Code of the agency (mã định danh cơ quan)."""
    unit: str = ""
    """Code or short name of an officer's unit (phòng, bộ phận); empty for others."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles of an officer that are in force now (vai trò cán bộ); empty for others."""
    held_roles: tuple[HeldRole, ...] = ()
    """Roles of an officer with their validity, also those that have ended or are still to come."""
    created_at: Instant
    """When the account was opened (UTC)."""
    stated_number: Annotated[str | None, Field(repr=False)] = None
    """Personal identification number that a citizen stated at registration. Nothing is found by it."""
    personal_number: Annotated[str | None, Field(repr=False)] = None
    """Personal identification number (số định danh cá nhân) that is proved; none until then."""
    assurance: AssuranceLevel = 0
    """Level to which the number is proved (mức độ bảo đảm định danh)."""
    proof: ProofMethod | None = None
    """How the number was proved; none while it is not."""
    proved_at: Instant | None = None
    """When the number was proved (UTC)."""
    frozen_at: Instant | None = None
    """Since when it may only read what it filed, because another account proved its number (UTC); none: it is not frozen."""
    locked_at: Instant | None = None
    """Since when it is locked (tài khoản bị khóa); none: it is not (UTC)."""
    first_password_until: Instant | None = None
    """Until when the first password or the set-up code must be replaced by a password of one's own (UTC); none: it is."""
    new_email: str | None = None
    """E-mail address that waits for its proof, in the place of `email` then; none: there is none."""
    email_proof: ContactProof | None = None
    """That an e-mail address was proved; `email` is stated only where this is of another address or none."""
    new_phone: str | None = None
    """Telephone number that waits for its proof, in the place of `phone` then; none: there is none."""
    phone_proof: ContactProof | None = None
    """That a telephone number was proved; `phone` is stated only where this is of another number or none."""
    second_factors: tuple[SecondFactorKind, ...] = ()
    """Kinds of its second factors (yếu tố xác thực thứ hai), one for each factor."""
    second_factor_due_at: Instant | None = None
    """From when nobody logs in without a second factor, where a role asks for one (UTC); none: not counted from yet."""


class RegisterCitizenBody(Body):
    """To open the account of a citizen."""

    personal_number: PersonalNumber
    """Personal identification number (số định danh cá nhân), twelve digits."""
    full_name: Title
    """Full name (họ và tên)."""
    password: Annotated[Password, Field(repr=False)]
    """Password, 10 to 128 characters; never stored in the clear."""
    email: EmailAddress | None = None
    """E-mail address (thư điện tử)."""
    phone: Phone | None = None
    """Telephone number (số điện thoại)."""
    locale: Locale = "vi"
    """Language of messages to the person."""


class RegisterCitizen(RegisterCitizenBody, Command):
    """Command to open the account of a citizen."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class CreateAdministrator(Command):
    """Command to open an administrator's account.

    By an operator at the command line only.
    """

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})

    login: LoginName
    """Login name."""
    full_name: Title
    """Full name (họ và tên)."""
    password: Annotated[Password, Field(repr=False)]
    """First password, 10 to 128 characters."""
    email: EmailAddress | None = None
    """E-mail address (thư điện tử)."""


class CreateSystemBody(Body):
    """An information system's account to open.

    By an administrator: an account of an agency's information system. `agency_code` is the highest agency that it
    may write for: all agencies under it are its own.
    """

    login: LoginName
    """Login name: the client id."""
    name: Title
    """Name of the information system."""
    password: Annotated[Password, Field(repr=False)]
    """Secret of the system, 10 to 128 characters."""
    agency_code: AgencyCode
    """Highest agency that it may write for (mã định danh cơ quan); all agencies under it are its own."""


class CreateSystem(CreateSystemBody, Command):
    """Command to open the account of an agency's information system, by an administrator."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class UpdateProfileBody(Body):
    """Changes of one's own account.

    By the owner; fields left out stay as they are, null empties them (RFC 7396).
    """

    email: EmailAddress | None = None
    """New e-mail address; a proved one stays until this is proved, too; left out: unchanged; null: none any more."""
    phone: Phone | None = None
    """New telephone number; a proved one stays until this is proved, too; left out: unchanged; null: none any more."""
    locale: Locale | None = None
    """New language of messages; left out: unchanged; null: Vietnamese."""


class UpdateProfile(UpdateProfileBody, Command):
    """Command to change an account, by its owner, in the version that the owner has seen."""

    expected_version: int
    """Version that the caller has seen; refused when it is not the current one."""


class LockAccountBody(Body):
    """Why an account is locked."""

    reason: LongText
    """Ground, for the record; not shown to the owner."""


class LockAccount(LockAccountBody, Command):
    """Command to lock an account (khóa tài khoản), by who administers it: its sessions end at once, nobody logs in to it."""

    account_id: Identifier
    """Id of the account."""


class UnlockAccount(Command):
    """Command to unlock an account (mở khóa tài khoản), by who administers it."""

    account_id: Identifier
    """Id of the account."""


class GetAccount(Query):
    """Query for one account.

    For the owner and administrators; for anybody else the answer is not_found.
    """

    account_id: Identifier
    """Id of the account."""

"""How people are reached, and proofs that an address is its owner's (thông tin liên hệ)."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.accounts.fields import AccountKind, HolderKind, Locale, OneTimeCode
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
    TaxCode,
)


class ContactProofMethod(StrEnum):
    """How an address was proved (cách xác thực thông tin liên hệ)."""

    CODE = "code"  # mã xác nhận gửi đến địa chỉ đó


class ContactProof(Model):
    """That an address is the owner's (thông tin liên hệ đã xác thực)."""

    address: str
    """The address that was proved; another one is stated only."""
    method: ContactProofMethod
    """How it was proved."""
    proved_at: Instant
    """When it was proved (UTC)."""


class SendEmailCode(Query):
    """Request for a code that proves the e-mail address of one's own account.

    The new address, where one waits, else the stated one. Repeating it sends another code, and the earlier one is void.
    """


class SentCode(Model):
    """That a code is on its way."""

    address: str
    """Where it goes."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class ProveEmailBody(Body):
    """The code that came to the address."""

    code: Annotated[OneTimeCode, Field(repr=False)]
    """Code from the letter."""


class ProveEmail(ProveEmailBody, Command):
    """Command to prove the e-mail address of one's own account (xác thực thư điện tử)."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"code"})


class SendPhoneCode(Query):
    """Request for a code that proves the telephone number of one's own account, by short message.

    The new number, where one waits, else the stated one. Repeating it sends another code, and the earlier one is void.
    """


class ProvePhoneBody(Body):
    """The code that came to the number."""

    code: Annotated[OneTimeCode, Field(repr=False)]
    """Code from the short message."""


class ProvePhone(ProvePhoneBody, Command):
    """Command to prove the telephone number of one's own account (xác thực số điện thoại)."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"code"})


class GetDirectLetters(Query):
    """Query for what goes to an address by itself, whatever the contacts of the account are.

    For notifications only, when it writes and again when it sends: no code is stored there.
    """

    letter_ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=1000)]
    """Ids of the letters, at most 1,000."""


class DirectLetter(Model):
    """What goes to one address by itself (thư gửi thẳng đến địa chỉ)."""

    letter_id: Identifier
    """Id of the letter."""
    account_id: Identifier
    """Id of the account that it is about."""
    channel: str = "email"
    """Channel by which it goes."""
    address: str
    """Where it goes."""
    full_name: str
    """Full name (họ và tên); empty where the address is not proved: nothing personal goes there."""
    locale: Locale = "vi"
    """Language to write in."""
    code: Annotated[str, Field(repr=False)] = ""
    """Code that it carries; empty: none."""


class DirectLetters(Model):
    """What goes to addresses by itself."""

    letters: tuple[DirectLetter, ...]
    """Those that are still to be sent, in no order: neither void, nor used, nor expired, nor of nobody."""


class GetContact(Query):
    """Query for how to reach a person.

    For services only: where and in which language to reach a person.
    """

    account_id: Identifier
    """Id of the account."""


class FindHolder(Query):
    """Query for who has proved a number.

    For services only: by the personal number of a person, or the tax code of an organisation. not_found: nobody has.
    """

    personal_number: Annotated[PersonalNumber | None, Field(repr=False)] = None
    """Personal identification number (số định danh cá nhân); none: a tax code is given."""
    tax_code: TaxCode | None = None
    """Tax code (mã số thuế); none: a personal number is given."""


class Contact(Model):
    """How to reach a person, and in which language (thông tin liên hệ)."""

    account_id: Identifier
    """Id of the account."""
    full_name: str
    """Full name (họ và tên)."""
    email: str | None = None
    """E-mail address (thư điện tử)."""
    phone: str | None = None
    """Telephone number (số điện thoại)."""
    locale: Locale = "vi"
    """Language to write to the person in."""
    kind: AccountKind = AccountKind.CITIZEN
    """What kind of account it is."""
    holder: HolderKind = HolderKind.CITIZEN
    """Whose account one of the kind `citizen` is."""
    tax_code: str | None = None
    """Tax code (mã số thuế) of an organisation; none of a person."""
    personal_number: Annotated[str | None, Field(repr=False)] = None
    """Personal identification number (số định danh cá nhân) that is proved; none until then."""
    optional_notices: bool | None = None
    """Whether the person agreed to notices that no law asks for; none where a release before does not say."""
    assurance: AssuranceLevel = 0
    """Level to which the number is proved (mức độ bảo đảm định danh)."""
    email_to_prove: bool = False
    """Whether an e-mail address waits for its proof, and no code has gone there for a week."""
    frozen: bool = False
    """Whether the account may only read what it filed: another one proved its number."""
    agency_code: str | None = None
    """Code of the agency (mã định danh cơ quan)."""
    unit: str = ""
    """Code or short name of the unit (phòng, bộ phận) within the agency."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles of an officer (vai trò cán bộ); empty for others."""
    active: bool = True
    """Whether the account acts: not one that is locked, nor that of an officer without any role in force."""
    administers: bool = False
    """Whether the officer administers the accounts of the agency (quản trị tài khoản cán bộ)."""


class GetContacts(Query):
    """Query for how to reach several persons.

    For services only: as `GetContact`, in one answer.
    """

    account_ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=1000)]
    """Ids of the accounts, at most 1,000."""
    only_proved: bool = False
    """Whether addresses that are not proved are left out: for who writes to them."""


class SendEmailCodes(Query):
    """Request for codes to addresses that wait for their proof, where no code has gone for a week.

    For notifications only, which has something to tell and no address that it may go to. Repeating it sends nothing more.
    """

    account_ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=1000)]
    """Ids of the accounts, at most 1,000."""


class Contacts(Model):
    """How to reach several persons."""

    contacts: tuple[Contact, ...]
    """Those who have an account, in no order."""

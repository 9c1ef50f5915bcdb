"""Identity: citizens, officers, administrators, their tokens."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from contracts import agency_codes
from contracts.base import (
    Actor,
    AssuranceLevel,
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
    PersonalNumber,
    Query,
    methods_of,
)
from contracts.contact_details import EmailAddress, Phone
from contracts.eid import (
    EidAuthorization,
    EidLogIn,
    EidLogOut,
    EidLogOutAddress,
    EidProviders,
    IdentityLinked,
    IdentityUnlinked,
    LinkedIdentities,
    LinkedIdentity,
    LinkIdentity,
    ListEidProviders,
    ListIdentities,
    ReceiveLogoutToken,
    StartEid,
    UnlinkIdentity,
)
from contracts.events import EventType, events_of
from contracts.printable import LongText, Printable, Title
from contracts.typed_codes import TYPED

SERVICE = "accounts"

LoginName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._@-]{3,64}$")]
Password = Annotated[str, StringConstraints(min_length=10, max_length=128)]
Locale = Literal["vi", "en"]
AgencyCode = Annotated[
    str, StringConstraints(pattern=agency_codes.PATTERN, max_length=agency_codes.MAX_LENGTH), TYPED
]
"""Mã định danh cơ quan, old style (000.00.16.H05) or that of QĐ 20/2020/QĐ-TTg (H05.34.44)."""


TOKEN_ISSUER = "urn:motcua:accounts"
TOKEN_AUDIENCE = "urn:motcua:portal"
"""The `iss` and `aud` of every access token; whoever checks one checks both."""


UnitName = Annotated[str, Printable(min_length=0, max_length=64)]
"""Code or short name of a unit (phòng, bộ phận) within an agency."""


DeviceName = Annotated[str, Printable(min_length=1, max_length=64)]
"""How a person calls a device (tên thiết bị)."""

OptionalId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._:-]*$")]
"""An id, or empty where there is none."""


class AccountKind(StrEnum):
    """What kind of person or system an account belongs to."""

    CITIZEN = "citizen"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the information system of an agency


class ProofMethod(StrEnum):
    """How a personal number was proved (cách xác thực danh tính)."""

    EID = "eid"  # đăng nhập bằng tài khoản định danh điện tử (VNeID)
    DESK = "desk"  # cán bộ đối chiếu giấy tờ tại Bộ phận Một cửa


class IdentityPaperKind(StrEnum):
    """A paper by which an officer knows a person (giấy tờ tùy thân)."""

    IDENTITY_CARD = "identity_card"  # thẻ căn cước, thẻ căn cước công dân
    IDENTITY_CERTIFICATE = "identity_certificate"  # giấy chứng nhận căn cước
    PASSPORT = "passport"  # hộ chiếu
    BIRTH_CERTIFICATE = "birth_certificate"  # giấy khai sinh, of a child


class AgencyRole(StrEnum):
    """A role in an agency (vai trò): each `OfficerRole`, and what counts within accounts alone."""

    RECEPTION = "reception"
    PROCESSING = "processing"
    LEADER = "leader"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    ACCOUNTS = "accounts"  # quản trị tài khoản cán bộ của cơ quan; in no token and no event's actor


class GivenRole(Model):
    """A role to be given to an officer, and for how long."""

    role: AgencyRole
    """The role (vai trò)."""
    valid_from: Instant | None = None
    """From when it is in force; left out: from now."""
    valid_until: Instant | None = None
    """Until when it is in force; left out: without an end."""


GivenRoles = Annotated[tuple[GivenRole, ...], Field(max_length=32)]


class HeldRole(Model):
    """A role that an officer holds, held or will hold, and for how long (vai trò và thời hạn)."""

    role: AgencyRole
    """The role (vai trò)."""
    valid_from: Instant
    """From when it is in force (UTC)."""
    valid_until: Instant | None = None
    """Until when it is in force, that moment not included (UTC); none: without an end."""


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


class Account(Model):
    """An account as its owner and administrators see it. `version` is its ETag."""

    account_id: Identifier
    """Id of the account."""
    version: int
    """Version, which counts its changes: the ETag."""
    kind: AccountKind
    """What kind of account it is."""
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


class IssueDeskCode(Query):
    """Request for a code to show at a desk.

    By a citizen. Not a command: nobody stores a code to replay it. Repeating it makes another code, and the earlier one
    is void.
    """


DeskCodeText = Annotated[str, StringConstraints(pattern=r"^[2-9A-HJ-NP-Z]{8}$")]
"""Eight characters without those that look alike."""


class DeskCode(Model):
    """A code that names the caller's account to the officer at the desk, once (mã xác nhận tại quầy)."""

    code: Annotated[str, Field(repr=False)]
    """The code, for the officer."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class SeenPaper(Model):
    """The paper that the officer saw (giấy tờ tùy thân)."""

    kind: IdentityPaperKind
    """Kind of the paper."""
    number: Annotated[str, Field(min_length=4, max_length=32, pattern=r"^[A-Za-z0-9/-]+$", repr=False)]
    """Number of the paper."""


class ProveNumberBody(Body):
    """A personal number that an officer saw proved (xác thực danh tính tại quầy).

    By an officer of reception, of the person before him who shows the code of an account and a paper.
    """

    code: Annotated[DeskCodeText, Field(repr=False)]
    """Code that the person shows from the account."""
    personal_number: Annotated[PersonalNumber, Field(repr=False)]
    """Personal identification number (số định danh cá nhân) on the paper, twelve digits."""
    full_name: Title
    """Full name on the paper (họ và tên), which becomes that of the account."""
    paper: SeenPaper
    """The paper that was seen."""


class ProveNumber(ProveNumberBody, Command):
    """Command to record that the number of an account was proved at a desk."""


class NumberProof(Model):
    """That the number of an account is proved."""

    account_id: Identifier
    """Id of the account."""
    full_name: str
    """Full name (họ và tên)."""
    assurance: AssuranceLevel
    """Level to which the number is proved (mức độ bảo đảm định danh)."""
    proof: ProofMethod
    """How it was proved."""
    proved_at: Instant
    """When it was proved (UTC)."""


class CreateOfficerBody(Body):
    """An officer's account to open.

    By an administrator, or by who administers the accounts of the agency.
    """

    login: LoginName
    """Login name."""
    full_name: Title
    """Full name (họ và tên)."""
    password: Annotated[Password | None, Field(repr=False)] = None
    """First password, 10 to 128 characters, which the officer replaces; left out: a set-up code is made later."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    unit: UnitName = ""
    """Code or short name of the unit (phòng, bộ phận) within the agency."""
    roles: Annotated[tuple[OfficerRole, ...], Field(max_length=8)] = ()
    """Roles of the officer (vai trò cán bộ) from now on, without an end."""
    held_roles: GivenRoles = ()
    """Further roles, each with its validity. At least one role is named in one way or the other."""
    email: EmailAddress | None = None
    """E-mail address (thư điện tử)."""
    locale: Locale = "vi"
    """Language of messages to the person."""


class CreateOfficer(CreateOfficerBody, Command):
    """Command to open an officer's account."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"password"})


class ChangeOfficerBody(Body):
    """Changes of an officer's account (thay đổi, điều chuyển cán bộ).

    By an administrator; by who administers the accounts of the agency, within it. Fields left out stay as they are, null
    empties them (RFC 7396).
    """

    full_name: Title | None = None
    """Full name (họ và tên); left out or null: unchanged."""
    agency_code: AgencyCode | None = None
    """Code of the agency that the officer moves to, by an administrator; left out or null: unchanged."""
    unit: UnitName | None = None
    """Unit that the officer moves to; left out: unchanged; null: none."""
    held_roles: GivenRoles | None = None
    """All roles from now on, each with its validity, in place of those before; left out or null: unchanged."""
    email: EmailAddress | None = None
    """E-mail address; left out: unchanged; null: none any more."""


class ChangeOfficer(ChangeOfficerBody, Command):
    """Command to change an officer's account in the version that the caller has seen."""

    account_id: Identifier
    """Id of the account."""
    expected_version: int
    """Version that the caller has seen; refused when it is not the current one."""


class GetOfficer(Query):
    """Query for one officer's account.

    For administrators and for who administers the accounts of the agency; for colleagues as in the list; for anybody else
    the answer is not_found.
    """

    account_id: Identifier
    """Id of the account."""


class IssueSetupCode(Query):
    """Request for a code by which an officer sets a password.

    By an administrator or by who administers the accounts of the agency. Not a command: nobody stores a code to replay it.
    The password of before and every earlier code are void, and the officer's sessions end.
    """

    account_id: Identifier
    """Id of the account."""


class SetupCode(Model):
    """A code in place of a password, once, for its officer to set one (mã thiết lập mật khẩu)."""

    account_id: Identifier
    """Id of the account."""
    login: str
    """Login name."""
    code: Annotated[str, Field(repr=False)]
    """The code."""
    expires_at: Instant
    """Until when it is good (UTC)."""


class ReplaceFirstPasswordBody(Body):
    """A password of one's own in place of a first password or a set-up code."""

    login: LoginName
    """Login name."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """First password, or the set-up code."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ReplaceFirstPassword(ReplaceFirstPasswordBody, Query):
    """Request to replace a first password or a set-up code, by login, without a session.

    Not a command: no password is stored to compare a repetition. A repetition is refused, as the first password is void.
    """


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


class OpenSystemSession(Query):
    """Request for a token of an agency's system.

    By an agency's system: the session of the old contract, the client credentials grant of the newer one.
    """

    login: LoginName
    """Login name of the system: the client id."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Secret of the system."""


class SystemSession(Model):
    """A token of `expires_in` seconds; there is nothing to refresh it with."""

    access_token: Annotated[str, Field(repr=False)]
    """The token."""
    expires_in: int
    """Seconds until it expires."""


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


class LogInBody(Body):
    """Login and password, and how the person calls the device."""

    login: LoginName
    """Login name."""
    password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Password."""
    device: DeviceName | None = None
    """How the person calls the device (tên thiết bị); left out: named from the User-Agent."""


class LogIn(LogInBody, Query):
    """Request for tokens by login and password.

    Not a command: nobody stores tokens to replay them. Repeating it makes another session.
    """

    user_agent: Annotated[str, Printable(min_length=0, max_length=512)] = ""
    """The header User-Agent of the caller, cut to this length; only what it says of browser and system is stored."""


class ChangeOwnPasswordBody(Body):
    """The password that is good now, and the one that takes its place."""

    current_password: Annotated[str, StringConstraints(min_length=1, max_length=128), Field(repr=False)]
    """Password that is good now."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ChangeOwnPassword(ChangeOwnPasswordBody, Command):
    """Command to change one's own password (đổi mật khẩu): every other session of the account ends."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"current_password", "new_password"})

    current: OptionalId = ""
    """Session that the request came by, which goes on."""


class RequestPasswordReset(Query):
    """Request for a code by which a forgotten password is replaced (quên mật khẩu).

    The answer is the same whether there is such an account or not. Repeating it sends another code.
    """

    login: LoginName
    """Login name, or the proved personal number."""


class PasswordReset(Model):
    """A reset that waits for the code. If the account has a proved e-mail address, the code goes there."""

    reset_id: Identifier
    """Id of the reset."""
    expires_at: Instant
    """Until when the code is good (UTC)."""


OneTimeCode = Annotated[str, StringConstraints(pattern=r"^[2-9A-HJ-NP-Z]{8}$")]
"""Mã xác nhận một lần: eight characters without those that look alike."""


class ResetPasswordBody(Body):
    """The code that came by e-mail, and the new password."""

    code: Annotated[OneTimeCode, Field(repr=False)]
    """Code from the letter."""
    new_password: Annotated[Password, Field(repr=False)]
    """New password, 10 to 128 characters."""


class ResetPassword(ResetPasswordBody, Command):
    """Command to replace a forgotten password (đặt lại mật khẩu): every session of the account ends."""

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"code", "new_password"})

    reset_id: Identifier
    """Id of the reset."""


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


class RefreshTokens(Query):
    """Request for new tokens.

    Takes a refresh token once. A second use revokes the whole family (`token_reused`).
    """

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]
    """Refresh token, good for one use."""


class LogOut(Query):
    """Request to end a session.

    Revokes the family of the token; an unknown token is no error.
    """

    refresh_token: Annotated[str, StringConstraints(min_length=20, max_length=200), Field(repr=False)]
    """Refresh token of the session to end."""


class Session(Model):
    """A session of a person (phiên đăng nhập): what came from one log-in."""

    session_id: Identifier
    """Id of the session."""
    device: str
    """The device (thiết bị): its name as the person gave it, else browser and system; empty where neither is known."""
    address: str
    """Network that it was last used from, as a masked address (203.0.113.0/24); empty where it is not known."""
    opened_at: Instant
    """When the person logged in (UTC)."""
    used_at: Instant
    """When tokens were last given out for it (UTC); an open page asks for new ones every ten minutes."""
    expires_at: Instant
    """When it ends by itself (UTC)."""
    current: bool = False
    """Whether it is the one that this request came by."""


class ListSessions(PageRequest):
    """Query for one's own sessions that have not ended, newest first."""

    current: OptionalId = ""
    """Session that the request came by."""


class NameSessionBody(Body):
    """A name for the device of a session."""

    device: DeviceName
    """How the person calls the device (tên thiết bị)."""


class NameSession(NameSessionBody, Command):
    """Command to name the device of an own session."""

    session_id: Identifier
    """Id of the session."""
    current: OptionalId = ""
    """Session that the request came by."""


class EndSession(Query):
    """Request to end an own session. Repeating it changes nothing."""

    session_id: Identifier
    """Id of the session."""


class EndSessions(Query):
    """Request to end all own sessions, or all but one. Repeating it changes nothing."""

    besides: OptionalId = ""
    """The session that goes on; empty: none."""


class GetRevocations(Query):
    """Query for what makes access tokens void before they expire.

    For the gateway only, which asks at its start and whenever it has been without the broker.
    """


class Revocations(Model):
    """What makes access tokens void before they expire; what no token can be out for any more is left out."""

    session_ids: tuple[Identifier, ...] = ()
    """Sessions that have ended: the `sid` of their tokens."""
    account_ids: tuple[Identifier, ...] = ()
    """Accounts that are locked: the `sub` of their tokens."""


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


class TokenPair(Model):
    """`access_token` is a JWT (EdDSA, keys at the JWKS address) of `expires_in` seconds."""

    access_token: Annotated[str, Field(repr=False)]
    """Access token: a JWT signed with EdDSA, to be sent as Bearer."""
    refresh_token: Annotated[str, Field(repr=False)]
    """Refresh token, good for one use."""
    token_type: Literal["Bearer"] = "Bearer"
    """Always Bearer."""
    expires_in: int
    """Seconds until the access token expires."""
    refresh_expires_in: int
    """Seconds until the refresh token expires."""


class GetJwks(Query):
    """Query for the public keys that access tokens are checked with."""


class Jwks(Model):
    """RFC 7517."""

    keys: tuple[dict[str, str], ...]
    """Public keys (RFC 7517), the current one first."""


class GetAccount(Query):
    """Query for one account.

    For the owner and administrators; for anybody else the answer is not_found.
    """

    account_id: Identifier
    """Id of the account."""


class ListOfficers(PageRequest):
    """Query for the officers' accounts.

    By an administrator; of the own agency by who administers its accounts, and by an officer who works on dossiers, without
    logins and addresses.
    """

    agency_code: AgencyCode | None = None
    """Narrows to officers of this agency."""
    unit: UnitName = ""
    """Narrows to a unit of the agency; empty: all."""
    role: AgencyRole | None = None
    """Narrows to officers who have the role now."""


class ListDeskOfficers(PageRequest):
    """Query for officers who may be given a dossier (cán bộ có thể được phân công).

    Those who work on dossiers now: of the own agency by an officer who does, of any by an administrator.
    """

    agency_code: AgencyCode | None = None
    """Narrows to officers of this agency."""
    unit: UnitName = ""
    """Narrows to a unit of the agency; empty: all."""
    role: OfficerRole | None = None
    """Narrows to officers who have the role now."""


class DeskOfficer(Model):
    """An officer who may be given a dossier."""

    account_id: Identifier
    """Id of the account: the `officer_id` of an assignment, a hand-over or a delegation."""
    full_name: str
    """Full name (họ và tên)."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    unit: str = ""
    """Code or short name of the unit (phòng, bộ phận) within the agency."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles that are in force now (vai trò cán bộ)."""


class FindOfficers(Query):
    """Query for officers by agency and role.

    For services only: the officers of an agency who have a role, at most 50.
    """

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    role: OfficerRole
    """Role of the officer (vai trò)."""
    unit: UnitName = ""
    """Narrows to a unit of the agency; empty: all."""


class OfficerIds(Model):
    """Accounts of the officers that were found."""

    account_ids: tuple[str, ...]
    """Accounts of the officers."""


class GetContact(Query):
    """Query for how to reach a person.

    For services only: where and in which language to reach a person.
    """

    account_id: Identifier
    """Id of the account."""


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
    personal_number: Annotated[str | None, Field(repr=False)] = None
    """Personal identification number (số định danh cá nhân) that is proved; none until then."""
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


class AccessClaims(Model):
    """Claims of an access token; `sub` is the account id."""

    sub: str
    """Id of the account (the JWT's `sub`)."""
    kind: AccountKind
    """What kind of account it is."""
    agency_code: str = ""
    """Agency of an officer or a system; empty for others."""
    unit: str = ""
    """Unit of an officer; empty for others."""
    roles: tuple[OfficerRole, ...] = ()
    """Roles of an officer; empty for others."""
    assurance: AssuranceLevel | None = None
    """Level to which the number of a citizen is proved; none for others."""
    sid: str = ""
    """Session that the token was given out for; empty in tokens of systems and of earlier releases."""

    def actor(self) -> Actor:
        return Actor(
            kind=self.kind.value,
            account_id=self.sub,
            agency_code=self.agency_code,
            unit=self.unit,
            roles=self.roles,
            assurance=self.assurance,
        )


class AccountRegistered(Model):
    """Event payload: an account was opened."""

    account_id: Identifier
    """Id of the account."""
    kind: AccountKind
    """What kind of account it is."""
    agency_code: str | None = None
    """Code of the agency (mã định danh cơ quan)."""


class ProfileUpdated(Model):
    """Event payload: an account was changed by its owner."""

    account_id: Identifier
    """Id of the account."""


class NumberProved(Model):
    """Event payload: the number of an account was proved. The number itself is in no event."""

    account_id: Identifier
    """Id of the account."""
    assurance: AssuranceLevel
    """Level to which it is proved."""
    proof: ProofMethod
    """How it was proved."""


class AccountFrozen(Model):
    """Event payload: another account proved the number that this one stated, so it may only read what it filed."""

    account_id: Identifier
    """Id of the account."""


class PasswordChanged(Model):
    """Event payload: the password of an account was changed or reset."""

    account_id: Identifier
    """Id of the account."""


class EmailProved(Model):
    """Event payload: the e-mail address of an account was proved. The address itself is in no event."""

    account_id: Identifier
    """Id of the account."""


class PhoneProved(Model):
    """Event payload: the telephone number of an account was proved. The number itself is in no event."""

    account_id: Identifier
    """Id of the account."""


class LetterDue(Model):
    """Event payload: something is to go to one address by itself. Neither address, nor code, nor whose it is.

    Also recorded where there is no such account and nothing goes out, so that all requests are alike.
    """

    letter_id: Identifier
    """Id of the letter, by which its content is asked."""
    expires_at: Instant
    """When it is void (UTC)."""


class SessionsRevoked(Model):
    """A refresh token came twice: every session of its family has ended."""

    account_id: Identifier
    """Id of the account."""
    family_id: Identifier
    """Family of sessions that came from one sign-in."""


class OfficerChanged(Model):
    """Event payload: an officer's account was changed by who administers it. Names and addresses are in no event."""

    account_id: Identifier
    """Id of the account."""
    changed: tuple[str, ...]
    """Names of the fields that differ."""
    agency_code: str
    """Code of the agency from now on."""
    unit: str = ""
    """Unit from now on."""
    held_roles: tuple[HeldRole, ...]
    """Roles from now on, with their validity."""
    rights_ended: bool
    """Whether rights ended by it, and with them the sessions of the officer."""


class SetupCodeIssued(Model):
    """Event payload: a code was made by which an officer sets a password. The password of before is void."""

    account_id: Identifier
    """Id of the account."""


class SessionEnding(StrEnum):
    """Why a session ended, other than by a refresh token that came twice."""

    LOGGED_OUT = "logged_out"
    OWNER = "owner"  # ended by its owner from another session
    PASSWORD_CHANGED = "password_changed"
    LOCKED = "locked"
    RIGHTS_ENDED = "rights_ended"  # a role was taken away, or the officer was moved


class SessionEnded(Model):
    """Event payload: a session was ended. Its access tokens are void."""

    account_id: Identifier
    """Id of the account."""
    family_id: Identifier
    """Id of the session: its family of tokens."""
    ending: SessionEnding
    """Why it ended."""


class AccountLocked(Model):
    """Event payload: an account was locked. All its access tokens are void."""

    account_id: Identifier
    """Id of the account."""


class AccountUnlocked(Model):
    """Event payload: an account was unlocked."""

    account_id: Identifier
    """Id of the account."""


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
get_contacts = Method(SERVICE, "get_contacts", GetContacts, Contacts)
create_system = Method(SERVICE, "create_system", CreateSystem, Account)
open_system_session = Method(SERVICE, "open_system_session", OpenSystemSession, SystemSession)
find_officers = Method(SERVICE, "find_officers", FindOfficers, OfficerIds)
issue_desk_code = Method(SERVICE, "issue_desk_code", IssueDeskCode, DeskCode)
prove_number = Method(SERVICE, "prove_number", ProveNumber, NumberProof)
list_sessions = Method(SERVICE, "list_sessions", ListSessions, Page[Session])
name_session = Method(SERVICE, "name_session", NameSession, Session)
end_session = Method(SERVICE, "end_session", EndSession, Empty)
end_sessions = Method(SERVICE, "end_sessions", EndSessions, Empty)
get_revocations = Method(SERVICE, "get_revocations", GetRevocations, Revocations)
lock_account = Method(SERVICE, "lock_account", LockAccount, Account)
unlock_account = Method(SERVICE, "unlock_account", UnlockAccount, Account)
list_desk_officers = Method(SERVICE, "list_desk_officers", ListDeskOfficers, Page[DeskOfficer])
get_officer = Method(SERVICE, "get_officer", GetOfficer, Account)
change_officer = Method(SERVICE, "change_officer", ChangeOfficer, Account)
issue_setup_code = Method(SERVICE, "issue_setup_code", IssueSetupCode, SetupCode)
replace_first_password = Method(SERVICE, "replace_first_password", ReplaceFirstPassword, Empty)
list_eid_providers = Method(SERVICE, "list_eid_providers", ListEidProviders, EidProviders)
start_eid = Method(SERVICE, "start_eid", StartEid, EidAuthorization)
log_in_by_eid = Method(SERVICE, "log_in_by_eid", EidLogIn, TokenPair)
link_identity = Method(SERVICE, "link_identity", LinkIdentity, LinkedIdentity)
list_identities = Method(SERVICE, "list_identities", ListIdentities, LinkedIdentities)
unlink_identity = Method(SERVICE, "unlink_identity", UnlinkIdentity, Empty)
log_out_of_eid = Method(SERVICE, "log_out_of_eid", EidLogOut, EidLogOutAddress)
receive_logout_token = Method(SERVICE, "receive_logout_token", ReceiveLogoutToken, Empty)
change_own_password = Method(SERVICE, "change_own_password", ChangeOwnPassword, Empty)
request_password_reset = Method(SERVICE, "request_password_reset", RequestPasswordReset, PasswordReset)
reset_password = Method(SERVICE, "reset_password", ResetPassword, Empty)
send_email_code = Method(SERVICE, "send_email_code", SendEmailCode, SentCode)
prove_email = Method(SERVICE, "prove_email", ProveEmail, Account)
send_phone_code = Method(SERVICE, "send_phone_code", SendPhoneCode, SentCode)
prove_phone = Method(SERVICE, "prove_phone", ProvePhone, Account)
send_email_codes = Method(SERVICE, "send_email_codes", SendEmailCodes, Empty)
get_direct_letters = Method(SERVICE, "get_direct_letters", GetDirectLetters, DirectLetters)

METHODS = methods_of(__name__)

ACCOUNT_REGISTERED = EventType("accounts.registered", AccountRegistered)
PROFILE_UPDATED = EventType("accounts.profile_updated", ProfileUpdated)
SESSIONS_REVOKED = EventType("accounts.sessions_revoked", SessionsRevoked)
NUMBER_PROVED = EventType("accounts.number_proved", NumberProved)
ACCOUNT_FROZEN = EventType("accounts.account_frozen", AccountFrozen)
SESSION_ENDED = EventType("accounts.session_ended", SessionEnded)
LOCKED = EventType("accounts.locked", AccountLocked)
UNLOCKED = EventType("accounts.unlocked", AccountUnlocked)
OFFICER_CHANGED = EventType("accounts.officer_changed", OfficerChanged)
SETUP_CODE_ISSUED = EventType("accounts.setup_code_issued", SetupCodeIssued)
IDENTITY_LINKED = EventType("accounts.identity_linked", IdentityLinked)
IDENTITY_UNLINKED = EventType("accounts.identity_unlinked", IdentityUnlinked)
PASSWORD_CHANGED = EventType("accounts.password_changed", PasswordChanged)
PASSWORD_RESET = EventType("accounts.password_reset", PasswordChanged)
EMAIL_PROVED = EventType("accounts.email_proved", EmailProved)
PASSWORD_RESET_REQUESTED = EventType("accounts.password_reset_requested", LetterDue)
EMAIL_PROOF_REQUESTED = EventType("accounts.email_proof_requested", LetterDue)
EMAIL_REPLACED = EventType("accounts.email_replaced", LetterDue)
PHONE_PROVED = EventType("accounts.phone_proved", PhoneProved)
PHONE_PROOF_REQUESTED = EventType("accounts.phone_proof_requested", LetterDue)
PHONE_REPLACED = EventType("accounts.phone_replaced", LetterDue)
EVENTS = events_of(__name__)

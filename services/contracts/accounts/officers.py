"""Officers (cán bộ, công chức) as their agency administers them: roles, units, set-up codes, the directory."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.accounts.fields import AgencyCode, Locale, LoginName, Password, UnitName
from contracts.base import Body, Command, Identifier, Instant, Model, OfficerRole, PageRequest, Query
from contracts.contact_details import EmailAddress
from contracts.printable import Title


class AgencyRole(StrEnum):
    """A role in an agency (vai trò): each `OfficerRole`, and what counts within accounts alone."""

    RECEPTION = "reception"
    PROCESSING = "processing"
    LEADER = "leader"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    ACCOUNTS = "accounts"  # quản trị tài khoản cán bộ của cơ quan; in no token and no event's actor
    DATA_PROTECTION = (
        "data_protection"  # nhân sự bảo vệ dữ liệu cá nhân của cơ quan; in no token and no event's actor
    )


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

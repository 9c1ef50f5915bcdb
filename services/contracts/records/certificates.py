"""Certificates of agencies and officials (chứng thư chữ ký số): who signs documents, by which office, with which key."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import ANY_VERSION, Body, Command, Identifier, Instant, Model, PageRequest, Query
from contracts.printable import LongText, ShortText


class CertificateHolder(StrEnum):
    """Whose certificate it is."""

    AGENCY = "agency"  # con dấu của cơ quan
    OFFICIAL = "official"  # chữ ký số của người có thẩm quyền, công chức


class SigningCapacity(StrEnum):
    """By which office an official signs (quyền hạn của người ký, NĐ 30/2020/NĐ-CP art 13)."""

    HEAD = "head"  # người đứng đầu
    COLLECTIVE = "collective"  # TM., thay mặt tập thể
    ACTING = "acting"  # Q., quyền
    DEPUTY = "deputy"  # KT., ký thay
    BY_ORDER = "by_order"  # TL., thừa lệnh
    MANDATED = "mandated"  # TUQ., thừa ủy quyền
    STAFF = "staff"  # công chức: receipts and notes of the desk, no decision of the agency


class KeyPlace(StrEnum):
    """Where the key of a certificate is; it is in no database."""

    FILE = "file"  # tệp khóa, for development
    TOKEN = "token"  # thiết bị PKCS #11
    SERVICE = "service"  # dịch vụ ký số từ xa


KeyName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
"""Name of a key in its place: of the file without its ending, the label in the token, the credential of the service."""

CertificatesPem = Annotated[
    str,
    StringConstraints(
        min_length=64, max_length=20_000, pattern=r"^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s-]*$"
    ),
]
"""Certificates in PEM, the holder's own first, then those up to the root."""


class SigningCertificate(Model):
    """A registered certificate of an agency or an official (chứng thư chữ ký số)."""

    certificate_id: Identifier
    """Id of the registration."""
    version: int
    """Version of the registration, from 1."""
    agency_code: str
    """Agency that signs by it (mã định danh cơ quan)."""
    holder: CertificateHolder
    """Whether it is the agency's or an official's."""
    account_id: Identifier | None = None
    """Account of the official; none for an agency."""
    capacity: SigningCapacity | None = None
    """By which office the official signs; none for an agency."""
    position: str = ""
    """Position (chức vụ) as printed over the name; empty for an agency."""
    on_behalf_of: str = ""
    """Position of who is signed for (KT., TL., TUQ.) or the body (TM.); empty where nobody is."""
    ground: str = ""
    """Decision or letter by which the official signs (văn bản giao ký, ủy quyền)."""
    subject: str
    """Name in the certificate (tên chủ thể)."""
    issuer: str
    """Name of the authority that issued it."""
    serial_number: str
    """Serial number of the certificate, in hex."""
    sha256: str
    """SHA-256 of the certificate, in hex."""
    valid_from: Instant
    """From when it signs: the later of its own beginning and of the registration (UTC)."""
    valid_until: Instant
    """Until when it signs, that moment not included (UTC)."""
    key_place: KeyPlace
    """Where its key is."""
    key_name: str
    """Name of the key there."""
    registered_at: Instant
    """When it was registered (UTC)."""
    revoked_at: Instant | None = None
    """From when it signs no more, before its time (UTC)."""
    revoked_reason: str | None = None
    """Why."""


class RegisterCertificateBody(Body):
    """A certificate to register.

    By who administers the accounts of the agency, or an administrator. The key must be that of the certificate, which must
    be in force, trusted, not revoked, and of no other agency.
    """

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    holder: CertificateHolder
    """Whether it is the agency's or an official's."""
    account_id: Identifier | None = None
    """Account of the official, an officer of the agency; none for an agency."""
    capacity: SigningCapacity | None = None
    """By which office the official signs; needed for one."""
    position: ShortText | None = None
    """Position (chức vụ) as printed over the name; needed for an official."""
    on_behalf_of: ShortText | None = None
    """Position of who is signed for; needed for KT., TL. and TUQ., for TM. the body."""
    ground: ShortText | None = None
    """Decision or letter by which the official signs; needed for TL. and TUQ."""
    certificates: CertificatesPem
    """Certificates in PEM, the holder's own first, then those up to the root."""
    key_place: KeyPlace
    """Where the key is."""
    key_name: KeyName
    """Name of the key there."""
    valid_until: Instant | None = None
    """Until when the official holds this office; left out: as long as the certificate is valid."""


class RegisterCertificate(RegisterCertificateBody, Command):
    """Command to register a certificate (đăng ký chứng thư chữ ký số)."""


class RevokeCertificateBody(Body):
    """An end before its time (thu hồi, ngừng sử dụng chứng thư).

    By who administers the accounts of the agency, or an administrator. What was signed before stays valid.
    """

    reason: LongText
    """Why (lý do)."""
    from_at: Instant | None = None
    """From when it counts as void: earlier than now where the key was out of hand; left out: from now."""


class RevokeCertificate(RevokeCertificateBody, Command):
    """Command to end a registered certificate before its time."""

    certificate_id: Identifier
    """Id of the registration."""
    expected_version: Annotated[int, Field(ge=0)] = ANY_VERSION
    """Version that the caller has seen; refused when it is not the current one."""


class GetCertificate(Query):
    """Query for one registered certificate. Officers of its agency and administrators."""

    certificate_id: Identifier
    """Id of the registration."""


class ListCertificates(PageRequest):
    """Query for registered certificates, newest first: those of the caller's agency, an administrator's all."""


class SigningCertificateEvent(Model):
    """Event payload: a certificate was registered, or ended before its time. No name of a person."""

    certificate_id: Identifier
    """Id of the registration."""
    agency_code: str
    """Agency that signs by it."""
    holder: CertificateHolder
    """Whether it is the agency's or an official's."""
    account_id: Identifier | None = None
    """Account of the official."""
    serial_number: str
    """Serial number of the certificate, in hex."""

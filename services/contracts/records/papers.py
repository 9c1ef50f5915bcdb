"""The personal store of papers (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân)."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from contracts.base import Body, Command, Identifier, Instant, LongText, Model, PageRequest, Query, ShortText
from contracts.records.documents import VerificationCode
from contracts.records.files import Sha256


class PaperStatus(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    EXPIRED = "expired"  # told by the clock, not stored


class PaperOrigin(StrEnum):
    """How a paper came into the store. What its owner uploaded is not verified by anybody."""

    RESULT = "result"  # kết quả giải quyết TTHC, sealed here
    DIGITISED = "digitised"  # scanned and signed by an agency (TT 01/2023/TT-VPCP)
    UPLOADED = "uploaded"


IdentityNumber = Annotated[str, StringConstraints(min_length=4, max_length=32)]


class PaperOwner(Model):
    """Whose paper it is: by account, by number, or both. A person without account finds it when he gets one."""

    account_id: Identifier | None = None
    identity_number: Annotated[IdentityNumber | None, Field(repr=False)] = None
    name: str = ""


class StoredPaper(Model):
    """A paper as its owner and those with a right to it see it. `version` is its ETag.

    `result_code` is its kind (KQ.*); `number`, `issued_at`, `issuer_code` what stands on it; `replaced_by` the paper
    that took its place (MaKetQuaThayThe).
    """

    paper_id: Identifier
    version: int
    status: PaperStatus
    origin: PaperOrigin
    verified: bool
    result_code: str | None = None
    title: str
    number: str | None = None
    issuer_code: str | None = None
    issuer_name: str = ""
    issued_at: Instant
    valid_until: Instant | None = None
    file_id: Identifier
    sha256: Sha256
    size: int
    media_type: str
    verification_code: VerificationCode | None = None
    dossier_id: str | None = None
    dossier_code: str | None = None
    replaced_by: Identifier | None = None
    revoked_reason: str | None = None
    created_at: Instant


class SealResult(Command):
    """By a service: sign the file of a result (PAdES), put the code and QR on it, and keep it in the owner's store.

    An image becomes a page. `replaces`: the paper that this one takes the place of. Repeated, it answers with the
    paper made first.
    """

    file_id: Identifier
    dossier_id: Identifier
    dossier_code: ShortText
    agency_code: ShortText
    agency_name: ShortText
    result_code: ShortText | None = None
    title: ShortText
    number: ShortText | None = None
    owner: PaperOwner
    valid_until: Instant | None = None
    replaces: Identifier | None = None


class DepositPaperBody(Body):
    """By a citizen: put an uploaded file into the own store, unverified. Without `issued_at` it counts from today."""

    file_id: Identifier
    title: ShortText
    result_code: ShortText | None = None
    number: ShortText | None = None
    issued_at: Instant | None = None
    valid_until: Instant | None = None


class DepositPaper(DepositPaperBody, Command):
    """Command to put an uploaded file into one's own store of papers."""


class DigitisePaperBody(Body):
    """By an officer: a paper scanned at the desk, signed by the agency, for its owner (TT 01/2023/TT-VPCP)."""

    file_id: Identifier
    title: ShortText
    result_code: ShortText | None = None
    number: ShortText | None = None
    issuer_name: ShortText
    issued_at: Instant
    valid_until: Instant | None = None
    owner: PaperOwner
    dossier_id: Identifier | None = None


class DigitisePaper(DigitisePaperBody, Command):
    """Command to put a paper scanned at the desk into its owner's store (số hoá giấy tờ)."""


class RevokePaperBody(Body):
    """By an officer (leader) of the agency that issued it. Its file can still be read; it verifies as revoked."""

    reason: LongText


class RevokePaper(RevokePaperBody, Command):
    """Command to revoke a stored paper (thu hồi)."""

    paper_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]


class ListPapers(PageRequest):
    """The caller's own, newest first. `result_codes` narrow to some kinds; `usable` to those that are valid now."""

    result_codes: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    usable: bool = False


class GetPaper(Query):
    """The owner; services; an officer whose agency issued it or has a dossier that holds it. Every reading by another
    than the owner is in the access log."""

    paper_id: Identifier


class AccessKind(StrEnum):
    REUSED = "reused"  # attached to a dossier
    READ = "read"
    DOWNLOADED = "downloaded"


class PaperAccess(Model):
    """Who looked at a paper, when, on which ground. `agency_code` of an officer; a person is not named."""

    at: Instant
    kind: AccessKind
    actor_kind: str
    agency_code: str | None = None
    dossier_id: str | None = None
    ground: str


class ListAccesses(PageRequest):
    """By the owner of the paper; newest first."""

    paper_id: Identifier


class PaperReuseRequest(Model):
    paper_id: Identifier
    component_code: str
    result_codes: tuple[str, ...]


class ReusePapers(Command):
    """By the dossiers service: may these papers of this owner stand for these components of this dossier?

    All or none: each must belong to the owner, be valid now, and be of a kind that the component takes. Each use is
    written in the access log. Raises PAPER_NOT_USABLE with a pointer and reason for each that is not:
    not_owned, revoked, replaced, expired, not_verified, wrong_kind. A question without result codes takes any paper.

    Asked again with the same command id for another dossier, it answers with the dossier of the first time.
    """

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"dossier_id"})

    dossier_id: Identifier
    agency_code: ShortText
    owner: PaperOwner
    questions: Annotated[tuple[PaperReuseRequest, ...], Field(min_length=1, max_length=50)]


class ReusablePapers(Model):
    """One paper for every question, in their order; the use was written down for `dossier_id`."""

    dossier_id: Identifier
    papers: tuple[StoredPaper, ...]


class PaperEvent(Model):
    """No name and no number of a person."""

    paper_id: Identifier
    result_code: str | None = None
    account_id: Identifier | None = None
    dossier_id: str | None = None
    origin: PaperOrigin


class PaperReusedEvent(PaperEvent):
    reused_in: Identifier
    agency_code: str
    kind: Literal["reused"] = "reused"

"""The personal store of papers (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân)."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from contracts.accounts import AgencyCode
from contracts.base import (
    ANY_VERSION,
    AssuranceLevel,
    Body,
    Command,
    Day,
    Identifier,
    Instant,
    Model,
    PageRequest,
    Query,
)
from contracts.printable import LongText, MendedLine, Printable, ShortText, Title
from contracts.records.documents import VerificationCode
from contracts.records.files import DossierReaders, Sha256
from contracts.subjects import Subject, SubjectOfPaper, Subjects
from contracts.time import end_of_day, start_of_day


class PaperStatus(StrEnum):
    """State of a stored paper."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    EXPIRED = "expired"  # computed from the time, not stored


class PaperOrigin(StrEnum):
    """How a paper came into the store. What its owner uploaded is not verified by anybody."""

    RESULT = "result"  # kết quả giải quyết TTHC, sealed here
    DIGITISED = "digitised"  # scanned and signed by an agency (TT 01/2023/TT-VPCP)
    UPLOADED = "uploaded"


IdentityNumber = Annotated[str, Printable(min_length=4, max_length=32)]


def _of_day(moment: Callable[[date], datetime]) -> BeforeValidator:
    """A day of text as a moment of it; what has a time of day, or is no text, stays as it came."""

    def read(value: object) -> object:
        if not isinstance(value, str) or ":" in value:
            return value
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            with suppress(ValueError):
                return moment(date.fromisoformat(value))
        raise PydanticCustomError("day_or_moment", "a day is written 2026-07-01, or a moment in full")

    return BeforeValidator(read)


_MOMENT_OR_DAY = WithJsonSchema(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)

FromDay = Annotated[Instant, _of_day(start_of_day), _MOMENT_OR_DAY]
"""A moment, or a local day of Viet Nam (yyyy-mm-dd), which begins it."""

UntilDay = Annotated[Instant, _of_day(end_of_day), _MOMENT_OR_DAY]
"""A moment, or a local day of Viet Nam (yyyy-mm-dd), which it includes."""


class PaperOwner(Model):
    """Whose paper it is: by account, by number, or both. A person without account finds it when he gets one."""

    account_id: Identifier | None = None
    """Account of the owner, if there is one."""
    identity_number: Annotated[IdentityNumber | None, Field(repr=False)] = None
    """Number of the owner's identity document."""
    name: MendedLine = ""
    """Name of the owner."""


class StoredPaper(Model):
    """A paper as its owner and those with a right to it see it. `version` is its ETag.

    `result_code` is its kind (KQ.*); `number`, `issued_at`, `issuer_code` what stands on it; `replaced_by` the paper
    that took its place (MaKetQuaThayThe).
    """

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    version: int
    """Version, which counts its changes: the ETag."""
    status: PaperStatus
    """Valid, replaced, revoked or expired."""
    origin: PaperOrigin
    """How it came into the store."""
    verified: bool
    """Whether an agency vouches for it."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    title: str
    """Title of the paper."""
    number: str | None = None
    """Number of the paper (số văn bản)."""
    issuer_code: str | None = None
    """Code of the agency that issued it."""
    issuer_name: str = ""
    """Name of the agency that issued it (cơ quan cấp)."""
    issued_at: Instant
    """When it was issued (UTC); of a paper that names a day alone, the beginning of this day in Viet Nam."""
    issued_on: Day | None = None
    """The local day of Viet Nam on which it was issued (ngày cấp)."""
    valid_until: Instant | None = None
    """Until when it is valid (UTC)."""
    file_id: Identifier
    """File of the paper."""
    sha256: Sha256
    """SHA-256 of the content, in hex."""
    size: int
    """Size in bytes."""
    media_type: str
    """Media type of the content."""
    verification_code: VerificationCode | None = None
    """Code by which anybody verifies it (mã xác thực)."""
    dossier_id: str | None = None
    """Dossier that it is the result of."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    replaced_by: Identifier | None = None
    """Id of the paper that took its place (MaKetQuaThayThe)."""
    revoked_reason: str | None = None
    """Why it was revoked."""
    subject: SubjectOfPaper | None = None
    """Whom it is about (chủ thể); none: its owner."""
    paper_code: str | None = None
    """Its own code (mã giấy tờ), where it was digitised at a desk."""
    certification_number: str | None = None
    """Number by which it was certified as a copy of the original (số chứng thực); none: it was not."""
    created_at: Instant
    """When it came into the store (UTC)."""


class SealResult(Command):
    """Command to sign a result and put it into the store.

    By a service: sign the file of a result (PAdES), put the code and QR on it, and keep it in the owner's store.

    An image becomes a page. `replaces`: the paper that this one takes the place of. Repeated, it answers with the
    paper made first.
    """

    file_id: Identifier
    """Id of the uploaded file."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: ShortText
    """Code of the dossier (mã hồ sơ)."""
    agency_code: ShortText
    """Agency that issues it."""
    agency_name: MendedLine
    """Name of the agency (tên cơ quan)."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    title: MendedLine
    """Title of the result."""
    number: MendedLine | None = None
    """Number of the result (số văn bản)."""
    owner: PaperOwner
    """Whose paper it is."""
    subject: Subject | None = None
    """Whom it is about (chủ thể); none: its owner."""
    valid_until: Instant | None = None
    """Until when it is valid (time with its offset from UTC)."""
    replaces: Identifier | None = None
    """Paper that it takes the place of."""
    required_ial: AssuranceLevel = 1
    """Level of identity to which the owner's number must be proved to find it by the number."""
    readers: DossierReaders | None = None
    """Who may read it from the start; none: the agency alone, until an event of the dossier names others."""
    signer_id: Identifier | None = None
    """Account of the official who signs it (người ký); none: not known."""
    procedure_code: ShortText | None = None
    """Code of the procedure (mã thủ tục), which a mandate to sign may be for; none: not known."""
    decided_at: Instant | None = None
    """When it was decided, at which a mandate to sign has to hold (UTC); none: now."""


MOST_RESULTS = 20
"""Sealed by one request: about a quarter of a second of work."""


class SealResults(Model):
    """Command to sign several results, each once by its own command id. An error is that of one of them: those before it may
    have been sealed, and are found sealed when it is repeated."""

    results: Annotated[tuple[SealResult, ...], Field(min_length=1, max_length=MOST_RESULTS)]
    """What is to be sealed; none of them takes the place of another."""


class StoredPapers(Model):
    """Papers of the store."""

    papers: tuple[StoredPaper, ...]
    """In the order in which they were asked for."""


class DepositPaperBody(Body):
    """A paper to put into one's own store.

    By a citizen: put an uploaded file into the own store, unverified. Without `issued_at` it counts from today.
    """

    file_id: Identifier
    """Id of the uploaded file."""
    title: Title
    """Title of the paper."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*) that it is; one that no procedure has is refused."""
    number: ShortText | None = None
    """Number of the paper (số văn bản)."""
    issued_at: FromDay | None = None
    """When it was issued (ngày cấp), not in the future; none: today (local day of Viet Nam, or time with offset)."""
    valid_until: UntilDay | None = None
    """Until when it is valid, this day included (local day of Viet Nam, or time with offset)."""


class DepositPaper(DepositPaperBody, Command):
    """Command to put an uploaded file into one's own store of papers."""


class DigitisePaperBody(Body):
    """A scanned paper to put into its owner's store (số hóa giấy tờ).

    By an officer: a paper scanned at the desk, signed by the agency, for its owner (TT 01/2023/TT-VPCP).
    """

    file_id: Identifier
    """Id of the scanned file."""
    title: Title
    """Title of the paper."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*) that it is; one that no procedure has is refused."""
    number: ShortText | None = None
    """Number of the paper (số văn bản)."""
    issuer_code: AgencyCode | None = None
    """Code of the agency that issued it (mã định danh cơ quan cấp), of today or of before; required."""
    issuer_name: Title | None = None
    """Name of that agency; it follows from the code, and one that differs is refused."""
    issued_at: FromDay
    """When it was issued (ngày cấp), not in the future (local day of Viet Nam, or time with offset)."""
    valid_until: UntilDay | None = None
    """Until when it is valid, this day included (local day of Viet Nam, or time with offset)."""
    owner: PaperOwner
    """Whose paper it is."""
    subject: Subject | None = None
    """Whom it is about (chủ thể); none: its owner."""
    dossier_id: Identifier | None = None
    """Dossier of the officer's agency that it was handed in for."""


class DigitisePaper(DigitisePaperBody, Command):
    """Command to put a paper scanned at the desk into its owner's store (số hóa giấy tờ)."""


class RevokePaperBody(Body):
    """A revocation (thu hồi).

    By an officer (leader) of the agency that issued it. Its file can still be read; it verifies as revoked.
    """

    reason: LongText
    """Why it is revoked (lý do thu hồi)."""


class RevokePaper(RevokePaperBody, Command):
    """Command to revoke a stored paper (thu hồi)."""

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one."""


class RemovePaper(Command):
    """Command to remove an own upload from one's own store.

    By its owner. What an agency vouches for stays; dossiers that were filed with the paper keep their file of it.
    """

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    expected_version: Annotated[int, Field(ge=0)] = ANY_VERSION
    """Version that the caller has seen; refused when it is not the current one."""


ComponentKinds = Annotated[tuple[ShortText, ...], Field(max_length=100)]
"""The kinds of results (KQ.*) that a component takes; none: any paper."""


class ListPapers(PageRequest):
    """Query for stored papers.

    The caller's own, newest first. `result_codes` narrow to some kinds; `usable` to those that are valid now and, where
    kinds are named, verified: those that a dossier takes for a component of that kind.
    """

    result_codes: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    """Narrows to some kinds of results (KQ.*)."""
    usable: bool = False
    """Only those that a dossier may use now: valid, and for `components` verified where they name kinds."""
    components: Annotated[tuple[ComponentKinds, ...], Field(max_length=200)] | None = None
    """Only papers of a kind that one of these components of a procedure takes; none: of any."""


class GetPaper(Query):
    """Query for one stored paper.

    The owner; services; an officer whose agency issued it or has a dossier that holds it. Every reading by another
    than the owner is in the access log.
    """

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""


class AccessKind(StrEnum):
    """What was done with a stored paper."""

    REUSED = "reused"  # attached to a dossier
    READ = "read"
    DOWNLOADED = "downloaded"


class PaperAccess(Model):
    """Who looked at a paper, when, on which ground. `agency_code` of an officer; a person is not named."""

    at: Instant
    """When (UTC)."""
    kind: AccessKind
    """What was done with it."""
    actor_kind: str
    """What kind of caller it was."""
    agency_code: str | None = None
    """Agency of the officer who did it."""
    dossier_id: str | None = None
    """Dossier that it was done for."""
    ground: str
    """On which ground."""


class ListAccesses(PageRequest):
    """Query for who looked at a paper.

    By the owner of the paper; newest first.
    """

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""


class PaperReuseRequest(Model):
    """A stored paper that is to stand for a component."""

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    component_code: MendedLine
    """Code of the component (thành phần hồ sơ) that the paper is handed in for."""
    result_codes: tuple[MendedLine, ...]
    """Kinds of results that the component takes; none: any."""


class ReusePapers(Command):
    """Command to use stored papers in a dossier.

    By the dossiers service: may these papers of this owner stand for these components of this dossier?

    All or none: each must belong to the owner, be valid now, and be of a kind that the component takes. Each use is
    written in the access log. Raises PAPER_NOT_USABLE with a pointer and reason for each that is not:
    not_owned, revoked, replaced, expired, not_verified, wrong_kind, wrong_subject. A question without result codes takes any
    paper.

    Asked again with the same command id for another dossier, it answers with the dossier of the first time.
    """

    unfingerprinted: ClassVar[frozenset[str]] = frozenset({"dossier_id"})

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    agency_code: ShortText
    """Agency that the dossier is filed at."""
    owner: PaperOwner
    """Whose paper it is."""
    assurance: AssuranceLevel = 0
    """Level to which the number of this owner is proved; at 0 no paper is found by it."""
    subjects: Subjects = ()
    """Whom the dossier is about beside its owner: a paper about anybody else is refused."""
    questions: Annotated[tuple[PaperReuseRequest, ...], Field(min_length=1, max_length=50)]
    """One for each paper."""


class ReusablePapers(Model):
    """One paper for every question, in their order; the use was written down for `dossier_id`."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    papers: tuple[StoredPaper, ...]
    """One paper for each question, in their order."""


class PaperEvent(Model):
    """No name and no number of a person."""

    paper_id: Identifier
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    account_id: Identifier | None = None
    """Account of the owner, if there is one."""
    dossier_id: str | None = None
    """Dossier that it is the result of."""
    origin: PaperOrigin
    """How it came into the store."""


class PaperReusedEvent(PaperEvent):
    """Event payload: a stored paper was used in a dossier."""

    reused_in: Identifier
    """Dossier that it was reused in."""
    agency_code: str
    """Agency that the dossier is filed at."""
    kind: Literal["reused"] = "reused"
    """Always reused."""

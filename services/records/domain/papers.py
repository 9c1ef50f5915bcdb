"""A paper of the personal store (Kho quản lý dữ liệu điện tử): deposited, replaced, revoked, reused."""

from datetime import UTC, datetime

from contracts.base import AssuranceLevel, Identifier, Instant, Model
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.printable import LongText, ShortText
from contracts.records import (
    DepositPaper,
    DigitisePaper,
    PaperOrigin,
    PaperOwner,
    PaperStatus,
    Sha256,
    StoredPaper,
    VerificationCode,
)
from contracts.subjects import Subject, SubjectOfPaper, SubjectRelation
from contracts.time import local_day
from records.domain.files import File

VERIFIED = frozenset({PaperOrigin.RESULT, PaperOrigin.DIGITISED})


class SealedPaper(Model):
    """A result that was sealed, as it goes into the store. `replaces`: the paper that this one takes the place of."""

    paper_id: Identifier
    file_id: Identifier
    sha256: Sha256
    size: int
    media_type: str
    verification_code: VerificationCode
    result_code: ShortText | None = None
    title: ShortText
    number: ShortText | None = None
    issuer_code: ShortText
    issuer_name: ShortText
    issued_at: Instant
    valid_until: Instant | None = None
    owner: PaperOwner
    subject: Subject | None = None
    dossier_id: Identifier
    dossier_code: ShortText
    replaces: Identifier | None = None
    required_ial: AssuranceLevel = 1


class PaperFile(Model):
    """The bytes of a paper, by what identifies them."""

    file_id: Identifier
    sha256: Sha256
    size: int
    media_type: str

    @classmethod
    def of(cls, file: File) -> "PaperFile":
        """Of a stored file."""
        content = file.stored_content
        return cls(
            file_id=file.file_id,
            sha256=content.sha256,
            size=content.size,
            media_type=content.media_type,
        )


class PaperHolder(Model):
    """An agency that has a dossier which holds the paper."""

    dossier_id: Identifier
    agency_code: str
    consulted: bool = False
    """Whether it takes part only while its opinion is asked for (lấy ý kiến)."""


class PaperState(Model):
    """`subject` is the person whom it is about, None: its owner. `vouched_by` is the agency that answers for it: it
    sealed the result or scanned the original. `required_ial`: the level to which a number must be proved to find it by the
    number, or to reuse it."""

    paper_id: Identifier
    version: int
    origin: PaperOrigin
    owner: PaperOwner
    subject: Subject | None = None
    file: PaperFile
    title: str
    result_code: str | None = None
    number: str | None = None
    issuer_code: str | None = None
    issuer_name: str = ""
    vouched_by: str | None = None
    issued_at: Instant
    valid_until: Instant | None = None
    verification_code: VerificationCode | None = None
    dossier_id: Identifier | None = None
    dossier_code: str | None = None
    holders: tuple[PaperHolder, ...] = ()
    replaced_by: Identifier | None = None
    revoked_reason: LongText | None = None
    required_ial: AssuranceLevel = 1
    paper_code: str | None = None
    certification_number: str | None = None
    created_at: Instant

    @property
    def identity_numbers(self) -> frozenset[str]:
        """By which it is found: its owner's number, and that of the person whom it is about."""
        numbers = (self.owner.identity_number, self.subject.personal_number if self.subject else None)
        return frozenset(number for number in numbers if number is not None)

    @property
    def verified(self) -> bool:
        return self.origin in VERIFIED

    def status(self, now: datetime) -> PaperStatus:
        """The gravest status that applies. It is valid up to and including `valid_until`."""
        if self.revoked_reason is not None:
            return PaperStatus.REVOKED
        if self.replaced_by is not None:
            return PaperStatus.REPLACED
        if self.valid_until is not None and self.valid_until < now:
            return PaperStatus.EXPIRED
        return PaperStatus.VALID

    def held_by(self, agency_code: str) -> str | None:
        """The dossier through which the agency holds it, the first if there are several."""
        return next((holder.dossier_id for holder in self.holders if holder.agency_code == agency_code), None)


def sealed(result: SealedPaper, at: datetime) -> PaperState:
    """A result of a procedure (kết quả giải quyết TTHC)."""
    same = result.model_dump(exclude={"file_id", "sha256", "size", "media_type", "replaces"})
    return PaperState(
        **same,
        version=1,
        origin=PaperOrigin.RESULT,
        file=PaperFile(**result.model_dump(include={"file_id", "sha256", "size", "media_type"})),
        vouched_by=result.issuer_code,
        created_at=at,
    )


def check_times(issued_at: datetime | None, valid_until: datetime | None, now: datetime) -> None:
    """Raises INVALID_REQUEST for a day of issue (ngày cấp) that has not come, and for an end before it."""
    if issued_at is not None and local_day(issued_at) > local_day(now):
        raise _wrong_time("/issued_at", "date_in_future")
    if issued_at is not None and valid_until is not None and valid_until < issued_at:
        raise _wrong_time("/valid_until", "backwards")


def uploaded(
    paper_id: str, request: DepositPaper, file: PaperFile, account_id: str, at: datetime
) -> PaperState:
    """Deposited by its owner. Nobody vouches for it."""
    return PaperState(
        paper_id=paper_id,
        version=1,
        origin=PaperOrigin.UPLOADED,
        owner=PaperOwner(account_id=account_id),
        file=file,
        title=request.title,
        result_code=request.result_code,
        number=request.number,
        issued_at=_stored(request.issued_at or at),
        valid_until=request.valid_until and _stored(request.valid_until),
        created_at=at,
    )


def digitised(
    paper_id: str, request: DigitisePaper, file: PaperFile, code: str, agency_code: str, at: datetime
) -> PaperState:
    """Scanned at the desk (TT 01/2023/TT-VPCP); the agency vouches that the copy is true."""
    holders = (
        (PaperHolder(dossier_id=request.dossier_id, agency_code=agency_code),) if request.dossier_id else ()
    )
    return PaperState(
        paper_id=paper_id,
        version=1,
        origin=PaperOrigin.DIGITISED,
        owner=request.owner,
        subject=_about(request.subject, at),
        file=file,
        title=request.title,
        result_code=request.result_code,
        number=request.number,
        issuer_code=request.issuer_code,
        issuer_name=request.issuer_name or "",
        vouched_by=agency_code,
        verification_code=code,
        issued_at=_stored(request.issued_at),
        valid_until=request.valid_until and _stored(request.valid_until),
        dossier_id=request.dossier_id,
        holders=holders,
        created_at=at,
    )


def replaced(paper: PaperState, by: str) -> PaperState:
    """One version on, or the very same when another took its place before."""
    return paper if paper.replaced_by else _next(paper, replaced_by=by)


def revoked(paper: PaperState, reason: str) -> PaperState:
    return _next(paper, revoked_reason=reason)


def removed(paper: PaperState) -> PaperState:
    """Taken out of the store by its owner. Raises PAPER_NOT_REMOVABLE for what an agency vouches for."""
    if paper.verified:
        raise ServiceError(ErrorCode.PAPER_NOT_REMOVABLE, origin=paper.origin.value)
    return _next(paper)


def reused(paper: PaperState) -> PaperState:
    """Each use is one entry of its log."""
    return _next(paper)


def with_holders(
    paper: PaperState, dossier_id: str, agency_codes: tuple[str, ...], consulted: tuple[str, ...] = ()
) -> PaperState:
    """These agencies have a dossier that holds it, some only for a time (`consulted`). Who may read it is no part of its
    version."""
    lasting = (each for each in paper.holders if not _for_a_time_now(each, dossier_id, consulted))
    more = (
        PaperHolder(dossier_id=dossier_id, agency_code=code, consulted=code in consulted)
        for code in agency_codes
    )
    return paper.model_copy(update={"holders": tuple(dict.fromkeys((*lasting, *more)))})


def without_holder(paper: PaperState, dossier_id: str, agency_code: str) -> PaperState:
    """The paper that the agency does not hold by this dossier any more."""
    gone = (dossier_id, agency_code)
    left = (each for each in paper.holders if (each.dossier_id, each.agency_code) != gone)
    return paper.model_copy(update={"holders": tuple(left)})


def _for_a_time_now(holder: PaperHolder, dossier_id: str, consulted: tuple[str, ...]) -> bool:
    """Whether it held the paper for good by this dossier, and takes part in it only for a time now."""
    return not holder.consulted and holder.dossier_id == dossier_id and holder.agency_code in consulted


def without_consulted_holders(paper: PaperState, dossier_id: str, still: tuple[str, ...]) -> PaperState:
    """The paper without the agencies that took part in the dossier for a time, but those that still do."""
    holders = (
        holder
        for holder in paper.holders
        if not holder.consulted or holder.dossier_id != dossier_id or holder.agency_code in still
    )
    return paper.model_copy(update={"holders": tuple(holders)})


def view(paper: PaperState, now: datetime) -> StoredPaper:
    """As those with a right to it see it: without the numbers of persons, the level it asks for and who holds it."""
    hidden = {"owner", "subject", "file", "vouched_by", "holders", "required_ial"}
    return StoredPaper(
        **paper.model_dump(exclude=hidden),
        **paper.file.model_dump(),
        issued_on=local_day(paper.issued_at),
        status=paper.status(now),
        verified=paper.verified,
        subject=_shown(paper.subject),
    )


def _about(subject: Subject | None, now: datetime) -> Subject | None:
    """Whom a paper is about, None where that is its owner. Raises INVALID_REQUEST for a day of birth that has not come."""
    if subject is None or subject.relation is SubjectRelation.APPLICANT:
        return None
    if subject.born_on is not None and subject.born_on > local_day(now):
        raise _wrong_time("/subject/born_on", "date_in_future")
    return subject


def _shown(subject: Subject | None) -> SubjectOfPaper | None:
    fields = set(SubjectOfPaper.model_fields)
    return None if subject is None else SubjectOfPaper(**subject.model_dump(include=fields))


def _stored(moment: datetime) -> datetime:
    """As it reads back from the database: in UTC, in whole milliseconds."""
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def _wrong_time(pointer: str, code: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, code),))


def _next(paper: PaperState, **changes: object) -> PaperState:
    return paper.model_copy(update={"version": paper.version + 1, **changes})

"""Danh mục hồ sơ: the file plan of an agency, and the place of each closed dossier in it.

Luật Lưu trữ 33/2024/QH15; NĐ 30/2020/NĐ-CP art 28, 29.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.catalog.codes import ProcedureCode
from contracts.printable import ShortText, Title
from contracts.records.files import Sha256

HeadingCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9Đđ][A-Za-z0-9Đđ./-]{0,29}$")]
"""Code of a heading in a file plan (số, ký hiệu hồ sơ)."""
LONGEST_YEARS = 70
MOST_PACKAGES = 200
"""Packages of one transfer."""


class FilePlanState(StrEnum):
    """Whether a file plan counts."""

    DRAFT = "draft"  # dự thảo
    ENACTED = "enacted"  # đã ban hành


class ArchivalState(StrEnum):
    """How far a closed dossier is on its way to the archive (tình trạng lưu trữ)."""

    UNPLANNED = "unplanned"  # cơ quan chưa có danh mục hồ sơ vào ngày kết thúc
    UNCLASSIFIED = "unclassified"  # danh mục không có thủ tục này
    CLASSIFIED = "classified"  # đã có mục, chờ đóng gói
    PACKAGED = "packaged"  # đã đóng gói
    LISTED = "listed"  # trong mục lục nộp lưu
    HANDED_OVER = "handed_over"  # đã giao, có biên bản


class FilePlanHeading(Model):
    """A heading of a file plan: which dossiers, and for how long they are retained. Permanent, or for years."""

    code: HeadingCode
    """Its code (số, ký hiệu hồ sơ)."""
    heading: Title
    """Its title (tiêu đề hồ sơ)."""
    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(min_length=1, max_length=200)]
    """Codes of the procedures whose dossiers it has."""
    permanent: bool = False
    """Whether they are retained for ever (lưu trữ vĩnh viễn)."""
    years: Annotated[int, Field(ge=1, le=LONGEST_YEARS, strict=True)] | None = None
    """For how many years they are retained (thời hạn lưu trữ); none where permanent."""
    transfer_months: Annotated[int, Field(ge=0, le=120, strict=True)] = 12
    """Months after the close by which they are handed over to the archive (thời hạn nộp lưu)."""


class HoldingArchive(Model):
    """The archive that takes over (lưu trữ tiếp nhận), and the certificate of its receipts."""

    name: Title
    """Its name."""
    certificate_sha256: Sha256
    """SHA-256 of the certificate (DER) that signs its receipts, in hex."""


class FilePlanContent(Model):
    """What a file plan says."""

    title: Title
    """What it is called."""
    headings: Annotated[tuple[FilePlanHeading, ...], Field(min_length=1, max_length=200)]
    """Its headings. A procedure is under one of them."""
    archive: HoldingArchive | None = None
    """The archive that takes over; none: nothing is handed over yet."""


class FilePlan(Model):
    """A file plan of an agency (danh mục hồ sơ). `version` is its ETag."""

    plan_id: Identifier
    """Id of the plan."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: FilePlanState
    """Whether it is enacted."""
    content: FilePlanContent
    """What it says."""
    effective_from: Day | None = None
    """Day of close from which on it counts, until another one does; none of a draft (local day of Viet Nam)."""
    decision: str | None = None
    """The decision that enacted it (quyết định ban hành)."""
    changed_by: Identifier
    """Account of who changed it last."""
    changed_at: Instant
    """When (UTC)."""


class DraftFilePlanBody(Body):
    """By an administrator, or by a leader or head of the one-stop shop of the agency."""

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    content: FilePlanContent
    """What it says."""


class DraftFilePlan(DraftFilePlanBody, Command):
    """Command to draft a file plan. Errors: forbidden, invalid_request."""


class RedraftFilePlanBody(Body):
    """The draft anew."""

    content: FilePlanContent
    """What it says."""


class RedraftFilePlan(RedraftFilePlanBody, Command):
    """Command to write a draft anew. Errors: forbidden, not_found, version_stale, retention_settled, invalid_request."""

    plan_id: Identifier
    """Id of the plan."""
    expected_version: int
    """Version that the caller has seen."""


class EnactFilePlanBody(Body):
    """From when a draft counts. By an administrator or a leader of the agency."""

    effective_from: Day
    """From when on: today or later (local day of Viet Nam)."""
    decision: ShortText
    """Number and day of the decision (quyết định ban hành)."""


class EnactFilePlan(EnactFilePlanBody, Command):
    """Command to enact a draft. Errors: as of the draft anew."""

    plan_id: Identifier
    """Id of the plan."""
    expected_version: int
    """Version that the caller has seen."""


class GetFilePlan(Query):
    """Query for one file plan. Errors: forbidden, not_found."""

    plan_id: Identifier
    """Id of the plan."""


class ListFilePlans(PageRequest):
    """Query for the file plans of the caller's agency, or of all, newest first."""


class FilePlanEvent(Model):
    """Event payload: a file plan was drafted, changed or enacted."""

    plan_id: Identifier
    """Id of the plan."""
    agency_code: str
    """Code of the agency."""
    state: FilePlanState
    """Whether it is enacted."""
    sha256: Sha256
    """SHA-256 of what it says, in hex."""
    effective_from: Day | None = None
    """From when on it counts (local day of Viet Nam)."""


class ArchivalPlace(Model):
    """The place of a dossier in a file plan (mục trong danh mục hồ sơ)."""

    plan_id: Identifier
    """Id of the plan."""
    code: str
    """Code of the heading."""
    heading: str
    """Title of the heading."""
    permanent: bool
    """Whether the dossier is retained for ever."""
    retained_until: Day | None = None
    """Last day of its period (local day of Viet Nam); none where permanent."""
    transfer_due: Day
    """Day by which it is handed over (local day of Viet Nam)."""
    classified_by: str | None = None
    """Account of who put it there; none: by the plan of the day of its close."""


class ArchivalPackage(Model):
    """A dossier's package for the archive (gói tin hồ sơ)."""

    sha256: Sha256
    """SHA-256 of its tag manifest, which names all that it is made of, in hex."""
    size: Annotated[int, Field(ge=0)]
    """Bytes of its files."""
    entries: Annotated[int, Field(ge=1)]
    """Entries of the dossier's logs that are in it: a later one makes it outdated."""
    packaged_at: Instant
    """When it was made (UTC)."""


class ClosedDossier(Model):
    """A closed dossier on its way to the archive (hồ sơ đã kết thúc)."""

    dossier_id: Identifier
    """Id of the dossier."""
    code: str
    """Code of the dossier (mã hồ sơ), or its number of submission."""
    agency_code: str
    """Code of the agency that handled it."""
    procedure_code: str
    """Code of its procedure."""
    closed_on: Day
    """Day on which it was closed (local day of Viet Nam)."""
    state: ArchivalState
    """How far it is."""
    place: ArchivalPlace | None = None
    """Its place in the file plan; none: a person has to say."""
    package: ArchivalPackage | None = None
    """Its package; none: not made yet."""
    transfer_id: str | None = None
    """The transfer whose list it is in, or by which it was handed over."""
    refusal: str | None = None
    """Why the archive refused it last."""


class ListClosedDossiers(PageRequest):
    """Query for closed dossiers of the caller's agency, or of all, in the order of their filing. Errors: forbidden."""

    agency_code: AgencyCode | None = None
    """Of this agency; for administrators alone another one than the own."""
    state: ArchivalState | None = None
    """Of this state."""


class ClassifyDossiersBody(Body):
    """Which dossiers belong under which heading. By who drafts the plan; of those that are in no list of a transfer."""

    plan_id: Identifier
    """The enacted plan."""
    heading_code: HeadingCode
    """Code of the heading."""
    dossier_ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=100)]
    """Ids of the dossiers."""


class ClassifyDossiers(ClassifyDossiersBody, Command):
    """Command to put closed dossiers under a heading. Errors: forbidden, not_found, invalid_request."""


class ClassifiedDossiers(Model):
    """Dossiers that were put under a heading."""

    dossiers: tuple[ClosedDossier, ...]
    """As they are now."""


class PlaceClosedDossiers(Query):
    """Request to give the next closed dossiers their places. By an operator. May be repeated."""


class PlacedDossiers(Model):
    """How far the places are."""

    placed: int
    """How many dossiers got one, or wait for a person."""
    more: bool
    """Whether there may be more."""


class ListUnpackaged(Query):
    """Query for the next classified dossiers without a package. By an operator."""

    limit: Annotated[int, Field(ge=1, le=200)] = 100
    """How many at most."""
    after: Identifier | None = None
    """Id of the last dossier that was looked at; none: from the first on."""


class Unpackaged(Model):
    """Dossiers to be packaged."""

    dossier_ids: tuple[str, ...]
    """Their ids, in order."""
    left: int
    """How many there are in all."""


class NotePackage(Query):
    """Request to note a package that was made. By an operator. May be repeated."""

    dossier_id: Identifier
    """Id of the dossier."""
    sha256: Sha256
    """SHA-256 of its tag manifest, in hex."""
    size: Annotated[int, Field(ge=0)]
    """Bytes of its files."""
    entries: Annotated[int, Field(ge=1)]
    """Entries of the dossier's logs that are in it."""

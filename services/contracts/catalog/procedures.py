"""A procedure (thủ tục hành chính), its versions and their lives."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from contracts.base import AssuranceLevel, Body, Command, Day, Instant, Model, PageRequest, Query
from contracts.catalog.codes import (
    AdministrativeLevel,
    NamedCode,
    OnlineLevel,
    ProcedureCode,
    ProcedureSource,
)
from contracts.catalog.dated_rules import HostSystem, ReceptionBoundary
from contracts.catalog.source_details import LifeEvent, ReturnOption
from contracts.catalog.terms import (
    Fee,
    ProcedureCase,
    ProcedureComponent,
    ResultKind,
    TimeLimit,
    WorkflowStep,
)
from contracts.printable import LongText, MendedLine, MendedText, Printable, ShortText
from contracts.storable import FreeKeys
from contracts.typed_codes import TYPED


class ProcedureSummary(Model):
    """A procedure (thủ tục hành chính) as a line of a list."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    name: MendedLine
    """Name of the procedure (tên thủ tục hành chính)."""
    field: NamedCode | None = None
    """Field (lĩnh vực)."""
    promulgator: NamedCode
    """Agency that promulgated it (cơ quan công bố)."""
    levels: tuple[AdministrativeLevel, ...] = ()
    """Levels at which it is performed (cấp thực hiện)."""
    online_level: OnlineLevel | None = None
    """Whole process or part of it online (toàn trình, một phần); none: at the counter only."""
    fileable: bool
    """Whether a dossier can be filed online; false for a procedure known from the national list only."""


class ProcedureContent(ProcedureSummary):
    """All that the law and its sources say of a procedure; `source` is the strongest that we have.

    `fileable` is false for a procedure known from the national list only. `sequence` is the order of the acts
    (trình tự thực hiện) in words; `steps` the approved internal process, under `workflow_decision`.
    `required_ial` is the level of identity (mức độ định danh, 0 to 2) that filing asks for. `non_territorial`:
    may be filed at any desk of the province (phi địa giới). `partial_reason`: why not whole-process online
    (NĐ 224/2026 art 14).
    """

    source: ProcedureSource
    """Where our knowledge of it comes from."""
    subjects: tuple[MendedLine, ...] = ()
    """Who may file (đối tượng thực hiện)."""
    keywords: tuple[MendedLine, ...] = ()
    """Key words that it is found by too (từ khóa)."""
    decision_number: MendedLine | None = None
    """Number of the decision that promulgated it (quyết định công bố)."""
    description: MendedText = ""
    """Description (mô tả)."""
    sequence: tuple[MendedText, ...] = ()
    """Order of the acts in words (trình tự thực hiện)."""
    requirements: MendedText = ""
    """Requirements and conditions (yêu cầu, điều kiện)."""
    legal_bases: tuple[MendedLine, ...] = ()
    """Legal bases (căn cứ pháp lý)."""
    agencies: tuple[MendedLine, ...] = ()
    """Agencies that perform it, in words (cơ quan thực hiện)."""
    cases: tuple[ProcedureCase, ...] = ()
    """Cases (trường hợp thực hiện)."""
    time_limits: tuple[TimeLimit, ...] = ()
    """Time limits (thời hạn giải quyết)."""
    fees: tuple[Fee, ...] = ()
    """Fees (phí, lệ phí)."""
    components: tuple[ProcedureComponent, ...] = ()
    """Papers to hand in (thành phần hồ sơ)."""
    sets: Annotated[int, Field(ge=1)] = 1
    """How many sets of papers (số bộ hồ sơ)."""
    results: tuple[ResultKind, ...] = ()
    """Results (kết quả thực hiện)."""
    steps: tuple[WorkflowStep, ...] = ()
    """Steps of the approved internal process (quy trình nội bộ)."""
    workflow_decision: MendedLine | None = None
    """Decision that approved the internal process."""
    immediate: bool = False
    """Whether the result may be given at once (trả kết quả ngay)."""
    required_ial: AssuranceLevel = 1
    """Level of identity that filing asks for (mức độ định danh): 0 where nothing needs to be proved, 1 or 2."""
    non_territorial: bool = False
    """Whether it may be filed at any desk of the province (phi địa giới)."""
    reception_boundaries: tuple[ReceptionBoundary, ...] = ()
    """How far from the competent agency a desk may receive, by days; none: in the whole province."""
    hosts: tuple[HostSystem, ...] = ()
    """Whose system handles its dossiers, by days; none: the national portal."""
    partial_reason: MendedText = ""
    """Why it is not whole-process online (NĐ 224/2026 art 14)."""
    form_schema: Annotated[dict[str, Any] | None, FreeKeys()] = None
    """JSON Schema of the form's data (tờ khai)."""
    note: MendedText = ""
    """Note of its source (ghi chú)."""
    decided_on: Day | None = None
    """Day of the decision that promulgated it (ngày quyết định công bố) (local day of Viet Nam)."""
    decision_issuer: MendedLine | None = None
    """Agency that issued that decision (cơ quan ban hành quyết định)."""
    publicised_on: Day | None = None
    """Day on which its source made it public (ngày công khai) (local day of Viet Nam)."""
    subject_kinds: tuple[NamedCode, ...] = ()
    """Who may file, by the codes of the national list of subjects (đối tượng thực hiện)."""
    life_events: tuple[LifeEvent, ...] = ()
    """Events of a life or a business that it belongs to (nhóm sự kiện)."""
    executing_agencies: tuple[NamedCode, ...] = ()
    """Agencies that perform it (cơ quan thực hiện); a kind of agencies has no code."""
    competent_agencies: tuple[NamedCode, ...] = ()
    """Agencies that decide (cơ quan có thẩm quyền); a kind of agencies has no code."""
    authorised_agencies: tuple[NamedCode, ...] = ()
    """Agencies that decide by authorisation (cơ quan được ủy quyền, phân cấp)."""
    coordinating_agencies: tuple[NamedCode, ...] = ()
    """Agencies that take part (cơ quan phối hợp); a kind of agencies has no code."""
    receiving_addresses: MendedText = ""
    """Where dossiers are received, in words (địa chỉ tiếp nhận hồ sơ)."""
    return_options: tuple[ReturnOption, ...] = ()
    """How results come back (hình thức trả kết quả)."""
    kind: Literal["standard", "specific", "internal"] | None = None
    """Of the whole country, of one province or ministry (đặc thù), or within the administration (nội bộ)."""
    regulation: Literal["assigned", "not_assigned", "other"] | None = None
    """Whether the law leaves its details to a lower text (được luật giao quy định chi tiết)."""
    shared_service: bool = False
    """Whether it is one of the services that all agencies share (dịch vụ công dùng chung)."""


class GetResultKind(Query):
    """Query for a kind of result by its code: of a procedure that is public or was, of any agency.

    Anybody may ask. Raises NOT_FOUND for a code that no procedure yields and no component takes.
    """

    code: Annotated[ShortText, TYPED]
    """Code of the result (mã kết quả, KQ.*), as people type it."""


class VersionState(StrEnum):
    """The life of a version (QĐ 766/QĐ-TTg, indicators 1.1 to 1.3)."""

    DRAFT = "draft"  # dự thảo
    PROPOSED = "proposed"  # trình công bố, with its decision
    PUBLISHED = "published"  # đã công bố
    PUBLIC = "public"  # đã công khai
    REPLACED = "replaced"  # được thay thế
    ABOLISHED = "abolished"  # bị bãi bỏ


class Decision(Model):
    """Quyết định công bố. Days are local."""

    number: ShortText
    """Number of the decision (số quyết định)."""
    decided_on: Day
    """When it was decided (ngày quyết định) (local day of Viet Nam)."""
    effective_from: Day
    """First day in force (ngày có hiệu lực) (local day of Viet Nam)."""


class Procedure(ProcedureContent):
    """A procedure as public. `version` counts its versions; `etag` changes whenever anything here does."""

    version: int
    """Number of the version."""
    etag: str
    """ETag: changes whenever anything here does."""
    updated_at: Instant
    """When anything here changed last (UTC)."""
    state: VersionState = VersionState.PUBLIC
    """State of the version."""
    effective_from: Day | None = None
    """First day in force (ngày có hiệu lực) (local day of Viet Nam)."""


class ProcedureVersion(Model):
    """One version with its life. `revision` is its ETag and counts the changes of this version.

    `ended_on` is the first local day on which it is not in force any more, set as soon as it is known;
    `abolished_by` the decision that ended it without a successor.
    """

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: int
    """Number of the version, from 1."""
    revision: int
    """Revision, which counts the changes of this version: its ETag."""
    state: VersionState
    """State of the version."""
    content: ProcedureContent
    """Content of the procedure in this version."""
    decision: Decision | None = None
    """Decision by which it was or will be published (quyết định công bố)."""
    drafted_at: Instant
    """When it was drafted (dự thảo) (UTC)."""
    proposed_at: Instant | None = None
    """When it was proposed (trình công bố) (UTC)."""
    published_at: Instant | None = None
    """When it was published (công bố) (UTC)."""
    publicised_at: Instant | None = None
    """When it was made public (công khai) (UTC)."""
    ended_on: Day | None = None
    """First day on which it is not in force any more (local day of Viet Nam)."""
    abolished_by: Decision | None = None
    """Decision that abolished it (bãi bỏ)."""
    abolition_reason: LongText | None = None
    """Why it was abolished."""


class VersionSummary(Model):
    """A version of a procedure without its content."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: int
    """Number of the version, from 1."""
    revision: int
    """Revision, which counts the changes of this version: its ETag."""
    state: VersionState
    """State of the version."""
    name: str
    """Name of the procedure in this version."""
    source: ProcedureSource
    """Where our knowledge of it comes from."""
    decision: Decision | None = None
    """Decision by which it was or will be published (quyết định công bố)."""
    published_at: Instant | None = None
    """When it was published (công bố) (UTC)."""
    publicised_at: Instant | None = None
    """When it was made public (công khai) (UTC)."""
    ended_on: Day | None = None
    """First day on which it is not in force any more (local day of Viet Nam)."""


class GetProcedure(Query):
    """Query for a procedure.

    The public version in force on `on` (a local day); today when not given.
    """

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    on: Day | None = None
    """The version in force on this day; today when not given (local day of Viet Nam)."""


class ListVersions(PageRequest):
    """Query for the versions of a procedure.

    Newest first. Drafts and proposals are shown to officers of the catalogue and administrators only.
    """

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""


class GetVersion(Query):
    """Query for one version of a procedure."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: Annotated[int, Field(ge=1)]
    """Number of the version."""


class CompareVersions(Query):
    """Query for what differs between two versions of a procedure."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    before: Annotated[int, Field(ge=1)]
    """Number of the earlier version."""
    after: Annotated[int, Field(ge=1)]
    """Number of the later version."""


class VersionDifference(Model):
    """One place that differs: JSON pointer, what stood there, what stands there; None: nothing.

    In a list of things with codes, the code stands in the pointer where the index would: `/fees/LP01/amount`.
    """

    pointer: str
    """JSON pointer (RFC 6901) into the content; the code of an item stands where its index would."""
    before: Any = None
    """What stood there; none: nothing."""
    after: Any = None
    """What stands there now; none: nothing."""


class VersionComparison(Model):
    """What differs between two versions of a procedure."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    before: int
    """Number of the earlier version."""
    after: int
    """Number of the later version."""
    differences: tuple[VersionDifference, ...]
    """All places that differ."""


class DraftVersionBody(Body):
    """A draft of a procedure's version (dự thảo).

    By an officer of the catalogue of the promulgating agency, or an administrator: a new draft, or a changed one.

    `version` and `expected_revision`, both or neither, name the draft that is changed; without them a new version
    is begun. Its source is `decision`, whatever the content says. A form may refer to nothing outside itself.
    """

    content: ProcedureContent
    """Content of the procedure in this version."""


class DraftVersion(DraftVersionBody, Command):
    """Command to begin a version of a procedure, or to rewrite a draft."""

    version: Annotated[int, Field(ge=1)] | None = None
    """Number of the draft that is changed; none: a new version."""
    expected_revision: Annotated[int, Field(ge=0)] | None = None
    """Revision of the draft that the caller has seen; with version."""


class VersionCommand(Command):
    """Command on one version of a procedure."""

    code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    version: Annotated[int, Field(ge=1)]
    """Number of the version."""
    expected_revision: Annotated[int, Field(ge=0)]
    """Revision that the caller has seen; refused when it is not the current one."""


class ProposeVersionBody(Body):
    """draft → proposed: with the decision. The content must be complete (NĐ 63/2010/NĐ-CP art 8.2)."""

    decision: Decision
    """Decision by which it will be published (quyết định công bố)."""


class ProposeVersion(ProposeVersionBody, VersionCommand):
    """Command to propose a draft with its decision (trình công bố)."""


class PublishVersionBody(Body):
    """proposed → published (công bố)."""


class PublishVersion(PublishVersionBody, VersionCommand):
    """Command to publish a proposed version (công bố)."""


class PubliciseVersionBody(Body):
    """published → public (công khai); from `decision.effective_from` on it is the one in force."""


class PubliciseVersion(PubliciseVersionBody, VersionCommand):
    """Command to make a published version public (công khai)."""


class AbolishProcedureBody(Body):
    """public → abolished (bãi bỏ) from the decision's day on; nothing can be filed after it."""

    decision: Decision
    """Decision that abolishes it (quyết định bãi bỏ)."""
    reason: LongText
    """The reason (lý do)."""


class AbolishProcedure(AbolishProcedureBody, VersionCommand):
    """Command to abolish a procedure (bãi bỏ)."""


class GetPublicationFigures(Query):
    """Query for the figures of publication.

    What indicators 1.1 to 1.3 of QĐ 766/QĐ-TTg count, for versions published between two local days.
    """

    from_day: Day
    """First day of publication, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day of publication, inclusive (local day of Viet Nam)."""
    agency_code: Annotated[str, Printable(max_length=35), TYPED] | None = None
    """Narrows to procedures of one promulgating agency."""


class PublicationFigures(Model):
    """1.1: `decided_in_time` of `published`; 1.2: `publicised_in_time` of `published`; 1.3: `complete` of `published`."""

    from_day: Day
    """First day, inclusive (local day of Viet Nam)."""
    to_day: Day
    """Last day, inclusive (local day of Viet Nam)."""
    agency_code: str | None = None
    """The promulgating agency, when asked for one."""
    published: int
    """How many versions were published (công bố) in that time."""
    decided_in_time: int
    """How many of them were decided in time (indicator 1.1)."""
    publicised_in_time: int
    """How many of them were made public in time (indicator 1.2)."""
    complete: int
    """How many of them have all parts that the law asks for (indicator 1.3)."""

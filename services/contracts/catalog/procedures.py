"""A procedure (thủ tục hành chính), its versions and their lives."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from contracts.base import Body, Command, Day, Instant, LongText, Model, PageRequest, Query, ShortText
from contracts.catalog.codes import (
    AdministrativeLevel,
    NamedCode,
    OnlineLevel,
    ProcedureCode,
    ProcedureSource,
)
from contracts.catalog.terms import (
    Fee,
    ProcedureCase,
    ProcedureComponent,
    ResultKind,
    TimeLimit,
    WorkflowStep,
)


class ProcedureSummary(Model):
    code: ProcedureCode
    name: str
    field: NamedCode | None = None
    promulgator: NamedCode
    levels: tuple[AdministrativeLevel, ...] = ()
    online_level: OnlineLevel | None = None
    fileable: bool


class ProcedureContent(ProcedureSummary):
    """All that the law and its sources say of a procedure; `source` is the strongest that we have.

    `fileable` is false for a procedure known from the national list only. `sequence` is the order of the acts
    (trình tự thực hiện) in words; `steps` the approved internal process, under `workflow_decision`.
    `required_ial` is the level of identity (mức độ định danh, 1 or 2) that filing asks for. `non_territorial`:
    may be filed at any desk of the province (phi địa giới). `partial_reason`: why not whole-process online
    (NĐ 224/2026 art 14).
    """

    source: ProcedureSource
    subjects: tuple[str, ...] = ()
    decision_number: str | None = None
    description: str = ""
    sequence: tuple[str, ...] = ()
    requirements: str = ""
    legal_bases: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    cases: tuple[ProcedureCase, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    fees: tuple[Fee, ...] = ()
    components: tuple[ProcedureComponent, ...] = ()
    sets: Annotated[int, Field(ge=1)] = 1
    results: tuple[ResultKind, ...] = ()
    steps: tuple[WorkflowStep, ...] = ()
    workflow_decision: str | None = None
    immediate: bool = False
    required_ial: Annotated[int, Field(ge=1, le=2)] = 1
    non_territorial: bool = False
    partial_reason: str = ""
    form_schema: dict[str, Any] | None = None


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
    decided_on: Day
    effective_from: Day


class Procedure(ProcedureContent):
    """A procedure as public. `version` counts its versions; `etag` changes whenever anything here does."""

    version: int
    etag: str
    updated_at: Instant
    state: VersionState = VersionState.PUBLIC
    effective_from: Day | None = None


class ProcedureVersion(Model):
    """One version with its life. `revision` is its ETag and counts the changes of this version.

    `ended_on` is the first local day on which it is not in force any more, told as soon as it is known;
    `abolished_by` the decision that ended it without a successor.
    """

    code: ProcedureCode
    version: int
    revision: int
    state: VersionState
    content: ProcedureContent
    decision: Decision | None = None
    drafted_at: Instant
    proposed_at: Instant | None = None
    published_at: Instant | None = None
    publicised_at: Instant | None = None
    ended_on: Day | None = None
    abolished_by: Decision | None = None
    abolition_reason: LongText | None = None


class VersionSummary(Model):
    code: ProcedureCode
    version: int
    revision: int
    state: VersionState
    name: str
    source: ProcedureSource
    decision: Decision | None = None
    published_at: Instant | None = None
    publicised_at: Instant | None = None
    ended_on: Day | None = None


class GetProcedure(Query):
    """The public version in force on `on` (a local day); today when not given."""

    code: ProcedureCode
    on: Day | None = None


class ListVersions(PageRequest):
    """Newest first. Drafts and proposals are shown to officers of the catalogue and administrators only."""

    code: ProcedureCode


class GetVersion(Query):
    code: ProcedureCode
    version: Annotated[int, Field(ge=1)]


class CompareVersions(Query):
    code: ProcedureCode
    before: Annotated[int, Field(ge=1)]
    after: Annotated[int, Field(ge=1)]


class VersionDifference(Model):
    """One place that differs: JSON pointer, what stood there, what stands there; None: nothing.

    In a list of things with codes, the code stands in the pointer where the index would: `/fees/LP01/amount`.
    """

    pointer: str
    before: Any = None
    after: Any = None


class VersionComparison(Model):
    code: ProcedureCode
    before: int
    after: int
    differences: tuple[VersionDifference, ...]


class DraftVersionBody(Body):
    """By an officer of the catalogue of the promulgating agency, or an administrator: a new draft, or a changed one.

    `version` and `expected_revision`, both or neither, name the draft that is changed; without them a new version
    is begun. Its source is `decision`, whatever the content says. A form may refer to nothing outside itself.
    """

    content: ProcedureContent


class DraftVersion(DraftVersionBody, Command):
    """Command to begin a version of a procedure, or to rewrite a draft."""

    version: Annotated[int, Field(ge=1)] | None = None
    expected_revision: Annotated[int, Field(ge=1)] | None = None


class VersionCommand(Command):
    code: ProcedureCode
    version: Annotated[int, Field(ge=1)]
    expected_revision: Annotated[int, Field(ge=1)]


class ProposeVersionBody(Body):
    """draft → proposed: with the decision. The content must be complete (NĐ 63/2010/NĐ-CP art 8.2)."""

    decision: Decision


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
    reason: LongText


class AbolishProcedure(AbolishProcedureBody, VersionCommand):
    """Command to abolish a procedure (bãi bỏ)."""


class GetPublicationFigures(Query):
    """What indicators 1.1 to 1.3 of QĐ 766/QĐ-TTg count, for versions published between two local days."""

    from_day: Day
    to_day: Day
    agency_code: Annotated[str, Field(max_length=35)] | None = None


class PublicationFigures(Model):
    """1.1: `decided_in_time` of `published`; 1.2: `publicised_in_time` of `published`; 1.3: `complete` of `published`."""

    from_day: Day
    to_day: Day
    agency_code: str | None = None
    published: int
    decided_in_time: int
    publicised_in_time: int
    complete: int

"""The catalogue of administrative procedures (thủ tục hành chính), regimes, calendars and agencies."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Command, Instant, Method, Model, Page, PageRequest, Query, Role, Vnd
from contracts.events import EventType

ProcedureCode = Annotated[
    str,
    StringConstraints(
        pattern=(
            r"^[1-6]\.[0-9]{6}(\.[A-Z][0-9]{2}|\.[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|\.[0-9]{2})?$"
        ),
        max_length=32,
    ),
]
"""Mã thủ tục hành chính: 1./2./3. public, 5./6. internal, with an optional local or case suffix."""


class Channel(StrEnum):
    """Cách thức thực hiện; KenhThucHien on the old wire: 1, 2, 3."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class Level(StrEnum):
    """Cấp thực hiện."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    OTHER = "other"


class OnlineLevel(StrEnum):
    """Toàn trình / một phần (NĐ 42/2022, NĐ 224/2026); none: at the counter only."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Source(StrEnum):
    """Where our knowledge of a procedure comes from, weakest first."""

    NATIONAL_LIST = "national_list"
    NATIONAL_DETAIL = "national_detail"
    STARTER = "starter"


class TimeUnit(StrEnum):
    SAME_DAY = "same_day"  # trong ngày; received after 15:00, the next working day
    HOUR = "hour"  # working hours
    WORKING_DAY = "working_day"  # 8 working hours
    DAY = "day"  # calendar days, rolled to the next working day
    MONTH = "month"
    TEXT = "text"  # the law gives words only: the officer states the due date


class TimeLimit(Model):
    """Thời hạn giải quyết of one (case × channel); `channel` or `case_code` None means all of them."""

    case_code: str | None = None
    channel: Channel | None = None
    quantity: Annotated[float, Field(gt=0)] | None = None
    unit: TimeUnit
    text: str = ""


class FeeKind(StrEnum):
    FIXED = "fixed"
    PER_UNIT = "per_unit"  # amount × the number in form field `quantity_field`
    TEXT = "text"  # words only, e.g. a provincial resolution: the officer states the amount


class Fee(Model):
    """Phí (service fee) or lệ phí (state charge) of one (case × channel), Luật Phí và lệ phí 97/2015."""

    code: str
    name: str
    legal_kind: Literal["phi", "le_phi"]
    case_code: str | None = None
    channel: Channel | None = None
    kind: FeeKind
    amount: Vnd = 0
    quantity_field: str | None = None
    text: str = ""


class Component(Model):
    """Thành phần hồ sơ: a paper to hand in. `group` is the heading it stands under in its source, if any."""

    code: str
    name: str
    group: str = ""
    case_code: str | None = None
    required: bool
    originals: int = 0
    copies: int = 0
    electronic_form: bool = False
    also_a_result: bool = False


class Case(Model):
    """Trường hợp thực hiện."""

    code: str
    name: str


class ResultKind(Model):
    """Kết quả thực hiện, e.g. KQ.G15.000031 Giấy khai sinh."""

    code: str
    name: str


class WorkflowStep(Model):
    """One step of the approved internal process (quy trình nội bộ, TT 01/2018/TT-VPCP art 8)."""

    code: str
    name: str
    role: Role
    hours: Annotated[float, Field(ge=0)]


class NamedCode(Model):
    code: str
    name: str


class ProcedureSummary(Model):
    code: ProcedureCode
    name: str
    field: NamedCode | None = None
    promulgator: NamedCode
    levels: tuple[Level, ...] = ()
    online_level: OnlineLevel | None = None
    fileable: bool


class ProcedureContent(ProcedureSummary):
    """All that the law and its sources say of a procedure; `source` is the strongest that we have.

    `fileable` is false for a procedure known from the national list only.
    """

    source: Source
    subjects: tuple[str, ...] = ()
    decision_number: str | None = None
    description: str = ""
    requirements: str = ""
    legal_bases: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    fees: tuple[Fee, ...] = ()
    components: tuple[Component, ...] = ()
    results: tuple[ResultKind, ...] = ()
    steps: tuple[WorkflowStep, ...] = ()
    immediate: bool = False
    form_schema: dict[str, Any] | None = None


class Procedure(ProcedureContent):
    """A procedure as published. `version` counts our revisions; `etag` changes whenever anything here does."""

    version: int
    etag: str
    updated_at: Instant


class Agency(Model):
    code: AgencyCode
    name: str
    level: Level


class Shift(Model):
    """A stretch of working time within a day, local time."""

    start: time
    end: time


class WorkingCalendar(Model):
    """Lịch làm việc, valid from `covers_from` to `covers_to` inclusive; outside it nothing may be computed.

    `closed_days` are days off that are not weekend; `working_days` are weekend days worked in exchange.
    """

    calendar_id: str
    version: int
    covers_from: date
    covers_to: date
    shifts: tuple[Shift, ...]
    weekend: tuple[int, ...] = (5, 6)
    closed_days: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


class Regime(Model):
    """The rules of one decree as data: NĐ 61/2018/NĐ-CP, NĐ 118/2025/NĐ-CP."""

    regime_id: str
    name: str
    effective_from: date
    effective_to: date | None = None
    supplement_limit: int
    supplement_notice_working_days: int
    supplement_clock: Literal["restart", "resume"]
    extension_limit: int
    online_ack_hours: int
    late_reception_hour: int
    forms: dict[str, str]


class FilingRules(Model):
    """All that a dossier keeps of the law it is filed under."""

    procedure: Procedure
    agency: Agency
    regime: Regime
    calendar: WorkingCalendar


class GetProcedure(Query):
    code: ProcedureCode


class SearchProcedures(PageRequest):
    """Words with or without diacritics, or a code; empty `q` lists all by code."""

    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    field_code: Annotated[str, StringConstraints(max_length=64)] | None = None
    level: Level | None = None
    fileable: bool | None = None


class GetFilingRules(Query):
    """`at` picks the regime. Errors: not_found (procedure, agency), procedure_not_fileable."""

    procedure_code: ProcedureCode
    agency_code: AgencyCode
    at: Instant


class ListAgencies(PageRequest):
    pass


class SeedStarter(Command):
    """By an operator: write the starter catalogue, regimes, calendars, agencies. Idempotent by content."""


class ImportRows(Command):
    """By an operator: a batch of raw rows of the national catalogue. `ref` names a row (line, file)."""

    run_id: str
    kind: Literal["list", "detail"]
    rows: Annotated[tuple["RawRow", ...], Field(max_length=500)]


class RawRow(Model):
    """`content` is the row as it came: parsed JSON, or the text itself where it is not JSON."""

    ref: str
    content: Any


class ImportReport(Model):
    loaded: int
    updated: int
    unchanged: int
    quarantined: tuple["Quarantined", ...] = ()


class Quarantined(Model):
    """A row set aside as it came, by name, with every reason."""

    ref: str
    code: str | None = None
    reasons: tuple[str, ...]


class ListQuarantine(PageRequest):
    pass


class CatalogueCounts(Model):
    procedures: int
    fileable: int
    quarantined: int


class CountCatalogue(Query):
    pass


class ProcedurePublished(Model):
    code: ProcedureCode
    version: int
    fileable: bool


get_procedure = Method("catalog", "get_procedure", GetProcedure, Procedure)
search_procedures = Method("catalog", "search_procedures", SearchProcedures, Page[ProcedureSummary])
get_filing_rules = Method("catalog", "get_filing_rules", GetFilingRules, FilingRules)
list_agencies = Method("catalog", "list_agencies", ListAgencies, Page[Agency])
seed_starter = Method("catalog", "seed_starter", SeedStarter, ImportReport)
import_rows = Method("catalog", "import_rows", ImportRows, ImportReport)
list_quarantine = Method("catalog", "list_quarantine", ListQuarantine, Page[Quarantined])
count_catalogue = Method("catalog", "count_catalogue", CountCatalogue, CatalogueCounts)

METHODS = (
    get_procedure, search_procedures, get_filing_rules, list_agencies, seed_starter, import_rows,
    list_quarantine, count_catalogue,
)  # fmt: skip

PROCEDURE_PUBLISHED = EventType("catalog.procedure_published", ProcedurePublished)
EVENTS = (PROCEDURE_PUBLISHED,)

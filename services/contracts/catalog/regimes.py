"""The rules of a decree as data, and all that a dossier keeps of the law."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Instant, Model, Query, ShortText
from contracts.catalog.agencies_and_units import Agency
from contracts.catalog.calendars import WorkingCalendar
from contracts.catalog.codes import ProcedureCode
from contracts.catalog.procedures import Procedure
from contracts.catalog.terms import Fee


class Regime(Model):
    """The rules of one decree: NĐ 61/2018/NĐ-CP, NĐ 118/2025/NĐ-CP. Versioned by its id and validity.

    `supplement_notice_working_days`: how long after reception a supplement may be asked for (art 19.4).
    `extension_notice_days`: how long before the due date an extension must be told (art 19.9).
    `due_soon_working_hours`: how long before a due date the handler is warned.
    `supplement_answer_working_days`: how long the applicant has to answer before the dossier is stopped; None: no limit.
    `forms` gives the number of each document of the regime; a kind that it does not name is not made.
    """

    regime_id: str
    """Id of the regime, the decree that it runs under."""
    name: str
    """Name of the decree."""
    effective_from: Day
    """First day in force (local day of Viet Nam)."""
    effective_to: Day | None = None
    """Last day in force, inclusive; none: still in force (local day of Viet Nam)."""
    supplement_limit: int
    """How often a supplement may be asked for (số lần yêu cầu bổ sung)."""
    supplement_notice_working_days: int
    """Within how many working days after reception a supplement may be asked for."""
    supplement_clock: Literal["restart", "resume"]
    """What a supplement does to the time limit: begin again, or go on with what was left."""
    supplement_answer_working_days: int | None = None
    """Working days that the applicant has to answer; none: no limit."""
    extension_limit: int
    """How often the due date may be put off (số lần gia hạn)."""
    extension_notice_days: int = 1
    """How many days before the due date an extension must be told."""
    due_soon_working_hours: int = 8
    """How many working hours before a due date the handler is warned."""
    online_ack_hours: int
    """Working hours within which an online dossier is acknowledged."""
    late_reception_hour: int
    """Local hour of the day after which a dossier counts as received on the next working day."""
    forms: dict[str, str]
    """Number of the form (mẫu số) of each kind of document; a kind that is not named is not made."""


class FilingRules(Model):
    """All that a dossier keeps of the law it is filed under.

    Fees that the law leaves to the province are those of its table where it has one. `step_agencies` names the
    agency of every step that belongs to another one.
    """

    procedure: Procedure
    """The procedure as public."""
    agency: Agency
    """The agency that the dossier is filed at."""
    regime: Regime
    """The regime in force."""
    calendar: WorkingCalendar
    """The working calendar of the agency."""
    step_agencies: dict[str, AgencyCode] = Field(default_factory=dict)
    """Agency of every step that belongs to another one, by the code of the step."""


class GetFilingRules(Query):
    """`at` picks the regime. Errors: not_found (procedure, agency), procedure_not_fileable."""

    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    at: Instant
    """The instant that decides which regime is in force (time with its offset from UTC)."""


class ProvincialFee(Model):
    """A row of a province's fee table (nghị quyết HĐND cấp tỉnh): what a fee of kind `text` costs there."""

    fee: Fee
    """What the fee costs in the province."""
    province_code: AgencyCode
    """Code of the province."""
    resolution: ShortText
    """Resolution of the people's council (nghị quyết HĐND cấp tỉnh)."""
    valid_from: Day
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""


class SaveProvincialFeesBody(Body):
    """By an officer of the catalogue of the province, or an administrator; each replaces that of its province, fee
    code, case, channel and first day."""

    fees: Annotated[tuple[ProvincialFee, ...], Field(min_length=1, max_length=200)]
    """Rows of the province's table to write."""


class SaveProvincialFees(SaveProvincialFeesBody, Command):
    """Command to write rows of a province's fee table."""


class ListProvincialFees(Query):
    province_code: AgencyCode
    """Code of the province."""


class ProvincialFees(Model):
    fees: tuple[ProvincialFee, ...]
    """Rows of the province's table."""

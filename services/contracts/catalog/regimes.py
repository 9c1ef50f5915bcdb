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
    name: str
    effective_from: Day
    effective_to: Day | None = None
    supplement_limit: int
    supplement_notice_working_days: int
    supplement_clock: Literal["restart", "resume"]
    supplement_answer_working_days: int | None = None
    extension_limit: int
    extension_notice_days: int = 1
    due_soon_working_hours: int = 8
    online_ack_hours: int
    late_reception_hour: int
    forms: dict[str, str]


class FilingRules(Model):
    """All that a dossier keeps of the law it is filed under.

    Fees that the law leaves to the province are those of its table where it has one. `step_agencies` names the
    agency of every step that belongs to another one.
    """

    procedure: Procedure
    agency: Agency
    regime: Regime
    calendar: WorkingCalendar
    step_agencies: dict[str, AgencyCode] = Field(default_factory=dict)


class GetFilingRules(Query):
    """`at` picks the regime. Errors: not_found (procedure, agency), procedure_not_fileable."""

    procedure_code: ProcedureCode
    agency_code: AgencyCode
    at: Instant


class ProvincialFee(Model):
    """A row of a province's fee table (nghị quyết HĐND cấp tỉnh): what a fee of kind `text` costs there."""

    fee: Fee
    province_code: AgencyCode
    resolution: ShortText
    valid_from: Day
    valid_to: Day | None = None


class SaveProvincialFeesBody(Body):
    """By an officer of the catalogue of the province, or an administrator; each replaces that of its province, fee
    code, case, channel and first day."""

    fees: Annotated[tuple[ProvincialFee, ...], Field(min_length=1, max_length=200)]


class SaveProvincialFees(SaveProvincialFeesBody, Command):
    """Command to write rows of a province's fee table."""


class ListProvincialFees(Query):
    province_code: AgencyCode


class ProvincialFees(Model):
    fees: tuple[ProvincialFee, ...]

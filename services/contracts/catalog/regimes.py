"""The rules of a decree as data, and all that a dossier keeps of the law."""

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Instant, Model, Query
from contracts.catalog.agencies_and_units import Agency
from contracts.catalog.calendars import LocalTime, WorkingCalendar
from contracts.catalog.codes import ProcedureCode
from contracts.catalog.dated_rules import rule_on
from contracts.catalog.decree_terms import FeeExemption, InterlinkedTerms
from contracts.catalog.procedures import Procedure
from contracts.catalog.separation import (
    SEPARATED_BY_LAW,
    ProcedureSeparation,
    ProcedureSeparations,
    SeparatedPairs,
)
from contracts.catalog.terms import Fee
from contracts.printable import MendedLine, ShortText

RegimeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
"""Id of a regime, the decree that it runs under (chế độ của một nghị định): nd-118-2025."""


def _without_default(schema: dict[str, Any]) -> None:
    """Generators of clients type a default of objects wrongly."""
    schema.pop("default", None)


class Regime(Model):
    """The rules of one decree (chế độ của một nghị định): NĐ 61/2018/NĐ-CP, NĐ 118/2025/NĐ-CP.

    Named by its id, ruling on the local days of its validity.
    `supplement_notice_working_days`: how long after reception a supplement may be asked for (art 19.4).
    `extension_notice_days`: how long before the due date an extension must be told (art 19.9).
    `due_soon_working_hours`: how long before a due date the handler is warned.
    `supplement_answer_working_days`: how long the applicant has to answer before the dossier is stopped; None: no limit.
    `payment_working_days`: how long the applicant has to pay a fee; then the office is told, which decides about the
    dossier. No decree has this number; an installation may set another one.
    `forms` gives the number of each document of the regime; a kind that it does not name is not made.
    """

    regime_id: RegimeId
    """Id of the regime, the decree that it runs under."""
    name: MendedLine
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
    obligation_clock: Literal["stop", "run"] = "stop"
    """What a financial obligation after reception does to the time limit: it waits for the money, or runs on."""
    outage_clock: Literal["run", "stop"] = "run"
    """What an announced outage does to limits outside of interlinked groups: they run on, or wait for the restoration."""
    payment_working_days: Annotated[int, Field(ge=1, le=365)] = 10
    """Working days that the applicant has to pay a fee before the office is told (thời hạn nộp phí, lệ phí)."""
    payment_end: Literal["office", "stop"] = "office"
    """What comes after them without money: the office is told, which decides, or the dossier is stopped with notice."""
    extension_limit: int
    """How often the due date may be put off (số lần gia hạn)."""
    extension_notice_days: int = 1
    """How many days before the due date an extension must be told."""
    due_soon_working_hours: int = 8
    """How many working hours before a due date the handler is warned."""
    online_ack_hours: int
    """Working hours within which an online dossier is acknowledged."""
    late_reception_hour: int
    """Local hour after which a same-day limit ends on the next working day, where no `late_reception_time` is set."""
    forms: dict[MendedLine, MendedLine]
    """Number of the form (mẫu số) of each kind of document; a kind that is not named is not made."""
    late_reception_time: LocalTime | None = None
    """Last local minute of a day's reception for same-day limits (giờ chốt tiếp nhận); none: `late_reception_hour`."""
    amends: RegimeId | None = None
    """Id of the regime whose decree it amends: what agencies have fixed under that one holds under this one too."""
    working_days_end: Literal["minute", "day"] = "minute"
    """When a limit in whole working days ends: at the minute of reception, or with its last day (BLDS 2015 art 148)."""
    days_across_stop: Literal["working_time", "days"] = "working_time"
    """What a wait leaves of a limit in days or months: the working time, or the days that were left (BLDS 2015 art 147)."""
    windows_end: Literal["minute", "day"] = "minute"
    """When the times for a supplement end: at the minute they began, or with the last working day (BLDS 2015 art 148)."""
    out_of_area_clock: Literal["receiving_desk", "competent_agency"] = "competent_agency"
    """Whose reception starts the clock of a dossier that another desk received (art 17.3)."""
    nationwide_reception: bool = True
    """Whether a procedure of the published list may be received in the whole country (art 14.4)."""
    once_only: bool = False
    """Whether a paper that a published database holds may be asked for only where a look-up failed (art 4.2a)."""
    kiosk_checks_identity: bool = False
    """Whether the check of an identity by a kiosk stands for that by an officer (art 17.2a)."""
    interlinked: Annotated[tuple[InterlinkedTerms, ...], Field(max_length=50)] = ()
    """Groups of interlinked procedures with a clock of their own (nhóm thủ tục hành chính liên thông)."""
    fee_exemptions: Annotated[tuple[FeeExemption, ...], Field(max_length=50)] = ()
    """Exemptions and reductions for lists of procedures (miễn, giảm phí, lệ phí)."""
    separated_acts: Annotated[SeparatedPairs, Field(json_schema_extra=_without_default)] = SEPARATED_BY_LAW
    """Acts on one dossier that are of two officers (tách bạch nhiệm vụ); left out, those of the law."""
    procedure_separations: ProcedureSeparations = ()
    """Of which procedures other acts are (tách bạch nhiệm vụ theo thủ tục); the first that names a procedure counts."""
    agency_decision: ShortText | None = None
    """Number of the agency's decision whose terms are in these rules; none: the decree's alone."""
    version: int = 1
    """Counts the changes of what is stored of the regime."""

    @property
    def late_after(self) -> time:
        """Local time of day: the last minute of reception after which a same-day limit still ends that day."""
        if self.late_reception_time is not None:
            return self.late_reception_time
        return time(self.late_reception_hour)

    def for_procedure(self, procedure_code: str, day: date) -> "Regime":
        """The regime with what it says of this procedure on the local day: a group of interlinked procedures that is in
        force, the exemptions, whose days the dossier's own decide, and the acts that are separated in it."""
        group = rule_on((each for each in self.interlinked if procedure_code in each.procedure_codes), day)
        exemptions = (each for each in self.fee_exemptions if procedure_code in each.procedure_codes)
        only = {"procedure_codes": (procedure_code,)}
        separation = self._separation_of(procedure_code)
        return self.model_copy(
            update={
                "separated_acts": separation.separated_acts if separation else self.separated_acts,
                "procedure_separations": (separation.model_copy(update=only),) if separation else (),
                "interlinked": () if group is None else (group.model_copy(update=only),),
                "fee_exemptions": tuple(each.model_copy(update=only) for each in exemptions),
            }
        )

    def _separation_of(self, procedure_code: str) -> ProcedureSeparation | None:
        found = (each for each in self.procedure_separations if procedure_code in each.procedure_codes)
        return next(found, None)


class ListRegimes(Query):
    """The regimes of the whole country, and what one agency has fixed under each of them. Errors: not_found (agency)."""

    agency_code: AgencyCode | None = None
    """Code of the agency whose own terms are listed too (mã định danh cơ quan)."""


class AgencyTermsContent(Model):
    """What the law leaves to an agency under a regime; none: as the regime has it."""

    decision_number: ShortText
    """Number of the agency's own decision (số quyết định)."""
    late_reception_time: LocalTime | None = None
    """Last local minute of a day's reception for same-day limits (giờ chốt tiếp nhận)."""
    supplement_answer_working_days: Annotated[int, Field(ge=1, le=365)] | None = None
    """Working days that the applicant has to answer a request for a supplement."""
    separated_acts: SeparatedPairs | None = None
    """All acts that are of two officers here (tách bạch nhiệm vụ); none at all where one person is the office."""
    procedure_separations: ProcedureSeparations | None = None
    """Of which procedures other acts are here (tách bạch nhiệm vụ theo thủ tục)."""


class AgencyTerms(AgencyTermsContent):
    """The terms of one agency under one regime; each is also that of the agencies below it that have not fixed it."""

    regime_id: RegimeId
    """Id of the regime that the terms are fixed under."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    version: int
    """Counts the changes of the terms."""


class RegimeList(Model):
    """By their first day."""

    regimes: tuple[Regime, ...]
    """The regimes of the whole country."""
    agency_terms: tuple[AgencyTerms, ...] = ()
    """The terms of the agency that was named, by regime."""


class SaveRegime(Command):
    """By an operator or administrator: a new regime, or another content of one.

    The version in `regime` is not read. Errors: version_stale, invalid_request for a regime that ends before it
    begins or counts below nothing. Dossiers that were received keep the rules they were received under.
    """

    regime: Regime
    """The whole regime."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version of the stored regime of this id; 0 for a new one."""


class SetAgencyTermsBody(AgencyTermsContent, Body):
    """By an administrator or operator, or an officer of the catalogue of the agency's ministry or province."""


class SetAgencyTerms(SetAgencyTermsBody, Command):
    """Command to fix an agency's terms under a regime.

    Errors: not_found (regime, agency), version_stale. Dossiers that were received keep the rules they were received
    under.
    """

    regime_id: RegimeId
    """Id of the regime that the terms are fixed under."""
    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version of the agency's stored terms; 0 for the first."""


class FilingCompetence(Model):
    """Thẩm quyền on the day of filing: whether the agency takes dossiers of the procedure, and which agencies do."""

    competent: bool
    """Whether dossiers of the procedure may be filed for the agency."""
    why: Literal["rule", "executing_agency", "other_agency", "not_begun", "ended"]
    """What decided: a rule, the agencies that perform it, that others are competent, or the agency's own validity."""
    agencies: tuple[Agency, ...] = ()
    """Where it is not competent: some that are, or the one that took its place."""


class FilingRules(Model):
    """All that a dossier keeps of the law it is filed under. The regime holds the agency's own terms already.

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
    competence: FilingCompetence | None = None
    """Whether the agency is competent on that day; none from a release that does not say."""


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
    """Rows of a province's fee table (nghị quyết HĐND cấp tỉnh) to write.

    By an officer of the catalogue of the province, or an administrator; each replaces that of its province, fee
    code, case, channel and first day.
    """

    fees: Annotated[tuple[ProvincialFee, ...], Field(min_length=1, max_length=200)]
    """Rows of the province's table to write."""


class SaveProvincialFees(SaveProvincialFeesBody, Command):
    """Command to write rows of a province's fee table."""


class ListProvincialFees(Query):
    """Query for a province's fee table."""

    province_code: AgencyCode
    """Code of the province."""


class ProvincialFees(Model):
    """A province's fee table."""

    fees: tuple[ProvincialFee, ...]
    """Rows of the province's table."""

"""Agencies, administrative units, and which office is competent."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Model, PageRequest, Query
from contracts.catalog.calendars import CalendarId
from contracts.catalog.codes import AdministrativeLevel, ProcedureCode
from contracts.printable import Printable, SearchWords, ShortText, ShortTextOrEmpty, Title

UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,5}$")]
"""Mã đơn vị hành chính (General Statistics Office): 2 digits province, 3 district, 5 commune."""

"""A line that may be empty."""


class Agency(Model):
    """Cơ quan. `other_codes`: the same agency in the other identifier style, or as it was named before.

    `parent_code` is the agency above it; `unit_code` where it sits; `calendar_id` its own calendar, if any;
    `desk_name` and `address` what a receipt names (Bộ phận Một cửa). Validity in local days, inclusive.
    """

    code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    name: Title
    """Name of the agency (tên cơ quan)."""
    level: AdministrativeLevel
    """Level of the agency (cấp)."""
    parent_code: AgencyCode | None = None
    """Code of the agency above it."""
    other_codes: Annotated[tuple[AgencyCode, ...], Field(max_length=10)] = ()
    """Its codes in the other identifier style, or of before."""
    unit_code: UnitCode | None = None
    """Code of the administrative unit that it sits in (mã đơn vị hành chính)."""
    calendar_id: CalendarId | None = None
    """Id of its own working calendar (lịch làm việc), if any."""
    desk_name: ShortTextOrEmpty = ""
    """Name of its one-stop desk (Bộ phận Một cửa), as receipts name it."""
    address: ShortTextOrEmpty = ""
    """Address of its one-stop desk."""
    phone: Annotated[str, Printable(min_length=0, max_length=50)] = ""
    """Telephone number of its one-stop desk."""
    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""
    successor_code: AgencyCode | None = None
    """Code of the agency that took its place."""


class ListAgencies(PageRequest):
    """Query for agencies.

    By code. `parent_code` narrows to the agencies directly under one; `q` to words of the name or a code.
    """

    parent_code: AgencyCode | None = None
    """Narrows to the agencies directly under this one."""
    level: AdministrativeLevel | None = None
    """Narrows to one level (cấp)."""
    q: SearchWords = ""
    """Words of the name, with or without diacritics, or a code."""


class GetAgency(Query):
    """Query for one agency.

    By any of its codes.
    """

    code: AgencyCode
    """Any code of the agency."""


class SaveAgenciesBody(Body):
    """Agencies (cơ quan) to write.

    By an administrator or operator: write agencies; each replaces the one of its code.
    """

    agencies: Annotated[tuple[Agency, ...], Field(min_length=1, max_length=500)]
    """Agencies (cơ quan) to write; each replaces the one of its code."""


class SaveAgencies(SaveAgenciesBody, Command):
    """Command to write agencies, by an administrator."""


class UnitKind(StrEnum):
    """Level of an administrative unit (đơn vị hành chính)."""

    PROVINCE = "province"  # tỉnh, thành phố
    DISTRICT = "district"  # quận, huyện (until 30 June 2025)
    COMMUNE = "commune"  # phường, xã, đặc khu


class AdminUnit(Model):
    """Đơn vị hành chính with its validity; a unit that ended names the units that it became part of.

    A code may live twice with different validity (01 is Hà Nội before and after): `unit_id` tells them apart.
    """

    unit_id: Identifier
    """Id of the unit; tells apart two units that bear one code at different times."""
    code: UnitCode
    """Code of the unit (mã đơn vị hành chính)."""
    name: Title
    """Name of the unit."""
    kind: UnitKind
    """Province, district or commune."""
    parent_id: Identifier | None = None
    """Id of the unit that it lies in."""
    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""
    successor_ids: Annotated[tuple[Identifier, ...], Field(max_length=500)] = ()
    """Ids of the units that it became part of."""


class ImportUnits(Command):
    """Command to write administrative units.

    By an operator: a batch of units; each replaces the one of its id.
    """

    run_id: ShortText
    """Name of the import."""
    units: Annotated[tuple[AdminUnit, ...], Field(min_length=1, max_length=1000)]
    """Units to write; each replaces the one of its id."""


class ListUnits(PageRequest):
    """Query for administrative units.

    By code, as valid on `on` (a local day, today when not given).
    """

    kind: UnitKind | None = None
    """Narrows to provinces, districts or communes."""
    parent_id: Identifier | None = None
    """Narrows to the units within this one."""
    on: Day | None = None
    """Units valid on this day; today when not given (local day of Viet Nam)."""
    q: SearchWords = ""
    """Words of the name, with or without diacritics."""


class GetUnit(Query):
    """Query for an administrative unit.

    The unit of a code on a day.
    """

    code: UnitCode
    """Code."""
    on: Day | None = None
    """The day on which the code meant the unit; today when not given (local day of Viet Nam)."""


class TraceUnit(Query):
    """Query for what an administrative unit has become.

    What a unit of a day became, today or on `to`.
    """

    code: UnitCode
    """Code that the unit had on that day (mã đơn vị hành chính)."""
    on: Day
    """The day on which the code meant the unit (local day of Viet Nam)."""
    to: Day | None = None
    """The day to trace to; today when not given (local day of Viet Nam)."""


class UnitTrace(Model):
    """An administrative unit of a day and what it has become."""

    unit: AdminUnit
    """The unit as it was."""
    became: tuple[AdminUnit, ...]
    """The units that it has become."""


class Competence(Model):
    """Thẩm quyền: this agency handles these procedures for people of this unit, between two local days inclusive.

    Exactly one of `procedure_code` and `field_code` is set. `unit_code` None: the whole country.
    """

    competence_id: ShortText
    """Id of the rule."""
    agency_code: AgencyCode
    """Code of the competent agency (cơ quan có thẩm quyền)."""
    procedure_code: ProcedureCode | None = None
    """Procedure that the rule is about, or none."""
    field_code: Annotated[str, Printable(min_length=0, max_length=64)] | None = None
    """Field (lĩnh vực) that the rule is about, or none."""
    unit_code: UnitCode | None = None
    """Unit whose people it serves; none: the whole country."""
    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""


class SaveCompetencesBody(Body):
    """Rules of competence (thẩm quyền) to write.

    By an administrator or operator: write rules; each replaces the one of its id.
    """

    competences: Annotated[tuple[Competence, ...], Field(min_length=1, max_length=500)]
    """Rules of competence (thẩm quyền) to write; each replaces the one of its id."""


class SaveCompetences(SaveCompetencesBody, Command):
    """Command to write rules of competence, by an administrator."""


class FindCompetent(Query):
    """Query for the competent offices (cơ quan có thẩm quyền).

    Which offices are competent for a procedure, a unit and a day (today when not given).

    The rule closest to the question decides: the commune before its district before its province before the country,
    and within one unit a procedure before its field. A rule on a field speaks of those procedures alone that are
    performed at the level of its agency. A procedure that is not bound to territory is answered with every office of
    the province too, the closest first. Errors: not_found (procedure).
    """

    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    unit_code: UnitCode
    """Code of the unit that the person lives in (mã đơn vị hành chính)."""
    on: Day | None = None
    """The day asked about; today when not given (local day of Viet Nam)."""


class CompetentAgencies(Model):
    """`why` names the rule that decided: the closest, or that the procedure is not bound to territory."""

    agencies: tuple[Agency, ...]
    """Competent agencies, the closest first."""
    why: Literal["commune", "district", "province", "country", "non_territorial", "none"]
    """The rule that decided: of which unit, or that the procedure is not bound to territory."""

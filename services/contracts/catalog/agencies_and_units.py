"""Agencies, administrative units, and which office is competent."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Model, PageRequest, Query, ShortText
from contracts.catalog.calendars import CalendarId
from contracts.catalog.codes import AdministrativeLevel, ProcedureCode

UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,5}$")]
"""Mã đơn vị hành chính (General Statistics Office): 2 digits province, 3 district, 5 commune."""

ShortTextOrEmpty = Annotated[str, StringConstraints(strip_whitespace=True, max_length=250)]
"""A line that may be empty."""


class Agency(Model):
    """Cơ quan. `other_codes`: the same agency in the other identifier style, or as it was named before.

    `parent_code` is the agency above it; `unit_code` where it sits; `calendar_id` its own calendar, if any;
    `desk_name` and `address` what a receipt names (Bộ phận Một cửa). Validity in local days, inclusive.
    """

    code: AgencyCode
    name: ShortText
    level: AdministrativeLevel
    parent_code: AgencyCode | None = None
    other_codes: Annotated[tuple[AgencyCode, ...], Field(max_length=10)] = ()
    unit_code: UnitCode | None = None
    calendar_id: CalendarId | None = None
    desk_name: ShortTextOrEmpty = ""
    address: ShortTextOrEmpty = ""
    phone: Annotated[str, StringConstraints(max_length=50)] = ""
    valid_from: Day | None = None
    valid_to: Day | None = None
    successor_code: AgencyCode | None = None


class ListAgencies(PageRequest):
    """By code. `parent_code` narrows to the agencies directly under one; `q` to words of the name or a code."""

    parent_code: AgencyCode | None = None
    level: AdministrativeLevel | None = None
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class GetAgency(Query):
    """By any of its codes."""

    code: AgencyCode


class SaveAgenciesBody(Body):
    """By an administrator or operator: write agencies; each replaces the one of its code."""

    agencies: Annotated[tuple[Agency, ...], Field(min_length=1, max_length=500)]


class SaveAgencies(SaveAgenciesBody, Command):
    """Command to write agencies, by an administrator."""


class UnitKind(StrEnum):
    PROVINCE = "province"  # tỉnh, thành phố
    DISTRICT = "district"  # quận, huyện (until 30 June 2025)
    COMMUNE = "commune"  # phường, xã, đặc khu


class AdminUnit(Model):
    """Đơn vị hành chính with its validity; a unit that ended names the units that it became part of.

    A code may live twice with different validity (01 is Hà Nội before and after): `unit_id` tells them apart.
    """

    unit_id: Identifier
    code: UnitCode
    name: ShortText
    kind: UnitKind
    parent_id: Identifier | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    successor_ids: Annotated[tuple[Identifier, ...], Field(max_length=500)] = ()


class ImportUnits(Command):
    """By an operator: a batch of units; each replaces the one of its id."""

    run_id: ShortText
    units: Annotated[tuple[AdminUnit, ...], Field(min_length=1, max_length=1000)]


class ListUnits(PageRequest):
    """By code, as valid on `on` (a local day, today when not given)."""

    kind: UnitKind | None = None
    parent_id: Identifier | None = None
    on: Day | None = None
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


class GetUnit(Query):
    """The unit of a code on a day."""

    code: UnitCode
    on: Day | None = None


class TraceUnit(Query):
    """What a unit of a day became, today or on `to`."""

    code: UnitCode
    on: Day
    to: Day | None = None


class UnitTrace(Model):
    unit: AdminUnit
    became: tuple[AdminUnit, ...]


class Competence(Model):
    """Thẩm quyền: this agency handles these procedures for people of this unit, between two local days inclusive.

    Exactly one of `procedure_code` and `field_code` is set. `unit_code` None: the whole country.
    """

    competence_id: str
    agency_code: AgencyCode
    procedure_code: ProcedureCode | None = None
    field_code: Annotated[str, StringConstraints(max_length=64)] | None = None
    unit_code: UnitCode | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class SaveCompetencesBody(Body):
    """By an administrator or operator: write rules; each replaces the one of its id."""

    competences: Annotated[tuple[Competence, ...], Field(min_length=1, max_length=500)]


class SaveCompetences(SaveCompetencesBody, Command):
    """Command to write rules of competence, by an administrator."""


class FindCompetent(Query):
    """Which offices are competent for a procedure, a unit and a day (today when not given).

    The rule closest to the question decides: the commune before its district before its province before the country,
    and within one unit a procedure before its field. A rule on a field speaks of those procedures alone that are
    performed at the level of its agency. A procedure that is not bound to territory is answered with every office of
    the province too, the closest first. Errors: not_found (procedure).
    """

    procedure_code: ProcedureCode
    unit_code: UnitCode
    on: Day | None = None


class CompetentAgencies(Model):
    """`why` names the rule that decided: the closest, or that the procedure is not bound to territory."""

    agencies: tuple[Agency, ...]
    why: Literal["commune", "district", "province", "country", "non_territorial", "none"]

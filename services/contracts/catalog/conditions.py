"""Business conditions (điều kiện kinh doanh) and their cutting."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Command, Day, Identifier, Line, Model, Page, PageRequest, Query, Text, Vnd
from contracts.catalog.codes import ProcedureCode


class ConditionStatus(StrEnum):
    KEPT = "kept"  # giữ
    CUT = "cut"  # cắt giảm
    SIMPLIFIED = "simplified"  # đơn giản hoá


class ComplianceCost(Model):
    """Chi phí tuân thủ: (hours × hourly income + fees + other) × times a year × subjects, whole VND a year."""

    hours: Annotated[float, Field(ge=0)] = 0
    hourly_income: Vnd = 0
    fees: Vnd = 0
    other: Vnd = 0
    times_a_year: Annotated[float, Field(ge=0)] = 1
    subjects: Annotated[int, Field(ge=0)] = 0


class ConditionContent(Model):
    text: Text
    sector: Line
    ministry_code: AgencyCode
    legal_basis: Line
    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(max_length=100)] = ()
    cost_before: ComplianceCost = ComplianceCost()


class BusinessCondition(ConditionContent):
    """`decision` and `decided_on` say by what it was cut or simplified; costs in VND a year."""

    condition_id: Identifier
    version: int
    status: ConditionStatus
    decision: str | None = None
    decided_on: Day | None = None
    simplified_text: str | None = None
    cost_after: ComplianceCost | None = None
    yearly_cost_before: int
    yearly_cost_after: int


class RecordCondition(Command):
    """By an officer of the catalogue of the ministry, or an administrator: a new condition, or a changed one."""

    condition_id: Identifier | None = None
    expected_version: Annotated[int, Field(ge=1)] | None = None
    content: ConditionContent


class DecideCondition(Command):
    """Keep, cut or simplify, by a decision. Simplified: with the new text and the cost that is left."""

    condition_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]
    status: ConditionStatus
    decision: Line
    decided_on: Day
    simplified_text: Text | None = None
    cost_after: ComplianceCost | None = None


class GetCondition(Query):
    condition_id: Identifier


class ListConditions(PageRequest):
    ministry_code: AgencyCode | None = None
    status: ConditionStatus | None = None
    procedure_code: ProcedureCode | None = None


class ConditionTotals(Model):
    """Of one ministry: how many there were, how many are cut or simplified, and what it saves a year."""

    ministry_code: str
    conditions: int
    cut: int
    simplified: int
    kept: int
    yearly_cost_before: int
    yearly_cost_after: int


class TotalConditions(Query):
    on: Day | None = None


class AllTotals(Model):
    ministries: tuple[ConditionTotals, ...]


ConditionPage = Page[BusinessCondition]

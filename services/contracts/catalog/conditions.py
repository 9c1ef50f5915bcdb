"""Business conditions (điều kiện kinh doanh) and their cutting."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, LongText, Model, PageRequest, Query, ShortText, Vnd
from contracts.catalog.codes import ProcedureCode


class ConditionStatus(StrEnum):
    KEPT = "kept"  # giữ
    CUT = "cut"  # cắt giảm
    SIMPLIFIED = "simplified"  # đơn giản hoá


class ComplianceCost(Model):
    """Chi phí tuân thủ: (hours × hourly income + fees + other) × times a year × subjects.

    A year's cost is reckoned exactly and rounded once, to the nearest whole VND, half a dong up; more than 10^15 VND
    is refused. `fees` and `other` are VND each time.
    """

    hours: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 0
    hourly_income: Vnd = 0
    fees: Vnd = 0
    other: Vnd = 0
    times_a_year: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 1
    subjects: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0


class ConditionContent(Model):
    text: LongText
    sector: ShortText
    ministry_code: AgencyCode
    legal_basis: ShortText
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


class RecordConditionBody(Body):
    """By an officer of the catalogue of the ministry, or an administrator: a new condition, or a changed one.

    `condition_id` and `expected_version` name the one that is changed. What was decided stays decided; a changed cost
    may not fall below what a simplification left. The procedures named must be in force.
    """

    content: ConditionContent


class RecordCondition(RecordConditionBody, Command):
    """Command to record a business condition (điều kiện kinh doanh), or to correct one."""

    condition_id: Identifier | None = None
    expected_version: Annotated[int, Field(ge=1)] | None = None


class DecideConditionBody(Body):
    """Keep, cut or simplify, by a decision of a local day that is not before the last one, nor to come.

    Simplified: with the new text and the cost that is left, at most the cost before. A later decision takes the place
    of an earlier one.
    """

    status: ConditionStatus
    decision: ShortText
    decided_on: Day
    simplified_text: LongText | None = None
    cost_after: ComplianceCost | None = None


class DecideCondition(DecideConditionBody, Command):
    """Command to record what was decided about a business condition."""

    condition_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]


class GetCondition(Query):
    condition_id: Identifier


class ListConditions(PageRequest):
    """In the order in which they were recorded."""

    ministry_code: AgencyCode | None = None
    status: ConditionStatus | None = None
    procedure_code: ProcedureCode | None = None


class ConditionTotals(Model):
    """Of one ministry: how many there are, how many of them are cut, simplified and kept, and what they cost a year."""

    ministry_code: str
    conditions: int
    cut: int
    simplified: int
    kept: int
    yearly_cost_before: int
    yearly_cost_after: int


class TotalConditions(Query):
    on: Day | None = None


class ConditionTotalsByMinistry(Model):
    ministries: tuple[ConditionTotals, ...]

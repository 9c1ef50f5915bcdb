"""Business conditions (điều kiện kinh doanh) and their cutting."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Model, PageRequest, Query, Vnd
from contracts.catalog.codes import ProcedureCode
from contracts.printable import LongText, ShortText


class ConditionStatus(StrEnum):
    """What was decided about a business condition (điều kiện kinh doanh)."""

    KEPT = "kept"  # giữ
    CUT = "cut"  # cắt giảm
    SIMPLIFIED = "simplified"  # đơn giản hóa


class ComplianceCost(Model):
    """Chi phí tuân thủ: (hours × hourly income + fees + other) × times a year × subjects.

    A year's cost is computed exactly and rounded once, to the nearest whole VND, half a dong up; more than 10^15 VND
    is refused. `fees` and `other` are VND each time.
    """

    hours: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 0
    """Hours of work each time."""
    hourly_income: Vnd = 0
    """Income of an hour, VND."""
    fees: Vnd = 0
    """Fees each time, VND."""
    other: Vnd = 0
    """Other costs each time, VND."""
    times_a_year: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] = 1
    """Times a year."""
    subjects: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    """How many have to comply."""


class ConditionContent(Model):
    """What a business condition (điều kiện kinh doanh) asks for, and what it costs."""

    text: LongText
    """The condition in words (nội dung điều kiện)."""
    sector: ShortText
    """Sector of business (ngành, nghề)."""
    ministry_code: AgencyCode
    """Code of the ministry (mã định danh bộ)."""
    legal_basis: ShortText
    """Where the law says so (căn cứ pháp lý)."""
    procedure_codes: Annotated[tuple[ProcedureCode, ...], Field(max_length=100)] = ()
    """Procedures in which it is checked."""
    cost_before: ComplianceCost = ComplianceCost()
    """What it costs to comply (chi phí tuân thủ), as it is or was before it was cut."""


class BusinessCondition(ConditionContent):
    """`decision` and `decided_on` say by what it was cut or simplified; costs in VND a year."""

    condition_id: Identifier
    """Id of the business condition (điều kiện kinh doanh)."""
    version: int
    """Version, which counts its changes: the ETag."""
    status: ConditionStatus
    """Kept, cut or simplified."""
    decision: str | None = None
    """Number of the decision that decided so."""
    decided_on: Day | None = None
    """When it was decided (ngày quyết định) (local day of Viet Nam)."""
    simplified_text: str | None = None
    """The condition as simplified."""
    cost_after: ComplianceCost | None = None
    """What complying costs after it was simplified."""
    yearly_cost_before: int
    """Cost of compliance a year before, VND."""
    yearly_cost_after: int
    """Cost of compliance a year after, VND."""


class RecordConditionBody(Body):
    """A business condition (điều kiện kinh doanh) to record.

    By an officer of the catalogue of the ministry, or an administrator: a new condition, or a changed one.

    `condition_id` and `expected_version` name the one that is changed. What was decided stays decided; a changed cost
    may not fall below what a simplification left. The procedures named must be in force.
    """

    content: ConditionContent
    """Content of the condition."""


class RecordCondition(RecordConditionBody, Command):
    """Command to record a business condition (điều kiện kinh doanh), or to correct one."""

    condition_id: Identifier | None = None
    """The condition that is changed; none: a new one."""
    expected_version: Annotated[int, Field(ge=0)] | None = None
    """Version that the caller has seen; with condition_id."""


class DecideConditionBody(Body):
    """Keep, cut or simplify, by a decision of a local day that is not before the last one, nor to come.

    Simplified: with the new text and the cost that is left, at most the cost before. A later decision takes the place
    of an earlier one.
    """

    status: ConditionStatus
    """Keep (giữ), cut (cắt giảm) or simplify (đơn giản hóa)."""
    decision: ShortText
    """Number of the decision (số quyết định)."""
    decided_on: Day
    """When it was decided (ngày quyết định) (local day of Viet Nam)."""
    simplified_text: LongText | None = None
    """The condition as simplified; only then."""
    cost_after: ComplianceCost | None = None
    """What complying costs after it is simplified; only then."""


class DecideCondition(DecideConditionBody, Command):
    """Command to record what was decided about a business condition."""

    condition_id: Identifier
    """Id of the business condition (điều kiện kinh doanh)."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one."""


class GetCondition(Query):
    """Query for one business condition."""

    condition_id: Identifier
    """Id of the business condition (điều kiện kinh doanh)."""


class ListConditions(PageRequest):
    """Query for business conditions.

    In the order in which they were recorded.
    """

    ministry_code: AgencyCode | None = None
    """Narrows to one ministry."""
    status: ConditionStatus | None = None
    """Narrows to what was kept, cut or simplified."""
    procedure_code: ProcedureCode | None = None
    """Narrows to conditions checked in one procedure."""


class ConditionTotals(Model):
    """Of one ministry: how many there are, how many of them are cut, simplified and kept, and what they cost a year."""

    ministry_code: str
    """Code of the ministry (mã định danh bộ)."""
    conditions: int
    """How many conditions there are."""
    cut: int
    """How many are cut (cắt giảm)."""
    simplified: int
    """How many are simplified (đơn giản hóa)."""
    kept: int
    """How many are kept (giữ)."""
    yearly_cost_before: int
    """Cost of compliance a year before, VND."""
    yearly_cost_after: int
    """Cost of compliance a year after, VND."""


class TotalConditions(Query):
    """Query for the totals of business conditions."""

    on: Day | None = None
    """As it stood on this day; today when not given (local day of Viet Nam)."""


class ConditionTotalsByMinistry(Model):
    """Totals of business conditions, ministry by ministry."""

    ministries: tuple[ConditionTotals, ...]
    """Totals of each ministry."""

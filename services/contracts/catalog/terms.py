"""What a procedure asks for, costs, takes and gives."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Day, Model, OfficerRole, Vnd
from contracts.catalog.codes import ProcedureCode, SubmissionChannel


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
    channel: SubmissionChannel | None = None
    quantity: Annotated[float, Field(gt=0)] | None = None
    unit: TimeUnit
    text: str = ""


class FeeKind(StrEnum):
    FIXED = "fixed"
    PER_UNIT = "per_unit"  # amount × the number in form field `quantity_field`
    TIERED = "tiered"  # the n-th unit costs what its tier says, up to `cap`
    TEXT = "text"  # words only: a provincial table (HĐND cấp tỉnh) or the officer states the amount


class FeeTier(Model):
    """From the `first`-th unit on, each unit costs `amount`, until the next tier."""

    first: Annotated[int, Field(ge=1)]
    amount: Vnd


class FeeReductionGround(StrEnum):
    """Đối tượng được miễn, giảm: what an applicant claims and the officer confirms at reception."""

    POOR_HOUSEHOLD = "poor_household"  # hộ nghèo
    NEAR_POOR_HOUSEHOLD = "near_poor_household"  # hộ cận nghèo
    MERIT = "merit"  # người có công với cách mạng
    DISABLED = "disabled"  # người khuyết tật
    CHILD = "child"  # trẻ em
    ELDERLY = "elderly"  # người cao tuổi
    ETHNIC_MINORITY = "ethnic_minority"  # đồng bào dân tộc thiểu số vùng khó khăn
    EID_LEVEL_2 = "eid_level_2"  # định danh mức 02 có tích hợp giấy tờ (NQ 66.22/2026)


class Discount(Model):
    """Miễn, giảm: `percent` off a fee, for a channel, for who makes a claim, between two local days inclusive.

    100 percent is an exemption (miễn). Of several that apply, the greatest counts; they do not add up.
    """

    code: str
    name: str
    percent: Annotated[int, Field(ge=1, le=100)]
    claim: FeeReductionGround | None = None
    channel: SubmissionChannel | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class Fee(Model):
    """Phí (service fee) or lệ phí (state charge) of one (case × channel), Luật Phí và lệ phí 97/2015.

    `quantity_field` names the form field that counts the units (pages); `times_field` the one that counts the sets
    (copies) that each cost the same; `cap` is the most that one set costs. Without `quantity_field` in the form the
    officer states the amount. `valid_from` and `valid_to` are local days, inclusive.
    """

    code: str
    name: str
    legal_kind: Literal["phi", "le_phi"]
    case_code: str | None = None
    channel: SubmissionChannel | None = None
    kind: FeeKind
    amount: Vnd = 0
    tiers: tuple[FeeTier, ...] = ()
    cap: Vnd | None = None
    quantity_field: str | None = None
    times_field: str | None = None
    discounts: tuple[Discount, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    text: str = ""


class ProcedureComponent(Model):
    """Thành phần hồ sơ: a paper to hand in. `group` is the heading it stands under in its source, if any.

    `result_codes`: the results of other procedures (KQ.*) that are this paper, so that a stored one can be reused.
    """

    code: str
    name: str
    group: str = ""
    case_code: str | None = None
    required: bool
    originals: int = 0
    copies: int = 0
    electronic_form: bool = False
    also_a_result: bool = False
    result_codes: tuple[str, ...] = ()


class ProcedureCase(Model):
    """Trường hợp thực hiện."""

    code: str
    name: str


class ResultKind(Model):
    """Kết quả thực hiện, e.g. KQ.G15.000031 Giấy khai sinh. `months_valid` None: without end."""

    code: str
    name: str
    months_valid: Annotated[int, Field(ge=1)] | None = None


class StepAgency(Model):
    """Another agency that a step belongs to (liên thông): by its code, or the one competent for a procedure there."""

    agency_code: AgencyCode | None = None
    competent_for: ProcedureCode | None = None


class WorkflowStep(Model):
    """One step of the approved internal process (quy trình nội bộ, TT 01/2018/TT-VPCP art 8).

    Steps of one `order` run side by side; the next order starts when all of them are complete. Without orders
    (all 0) the steps run one after another as listed. `hours` are working hours. `result_code` names the result
    that the step yields, where the procedure has several. `case_code` None: in every case.
    """

    code: str
    name: str
    role: OfficerRole
    hours: Annotated[float, Field(ge=0)]
    unit: str = ""
    order: Annotated[int, Field(ge=0)] = 0
    case_code: str | None = None
    agency: StepAgency | None = None
    result_code: str | None = None

"""What a procedure asks for, costs, takes and gives."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Day, Model, OfficerRole, Vnd
from contracts.catalog.codes import ProcedureCode, SubmissionChannel
from contracts.catalog.dated_rules import PaperSource
from contracts.catalog.source_details import SourceFile
from contracts.printable import MendedLine, MendedText


class TimeUnit(StrEnum):
    """Unit of a time limit (đơn vị tính thời hạn)."""

    SAME_DAY = "same_day"  # trong ngày; received after 15:00, the next working day
    HOUR = "hour"  # working hours
    WORKING_DAY = "working_day"  # 8 working hours
    DAY = "day"  # calendar days, rolled to the next working day
    MONTH = "month"
    TEXT = "text"  # the law gives words only: the officer states the due date


class TimeSpan(Model):
    """A length of time that the words of a source name."""

    quantity: Annotated[float, Field(gt=0, le=10_000)]
    """How many units of time."""
    unit: TimeUnit
    """Unit of time (đơn vị tính thời hạn)."""


class TimeLimit(Model):
    """Thời hạn giải quyết of one (case × channel); `channel` or `case_code` None means all of them."""

    case_code: MendedLine | None = None
    """Case that it is for; none: all."""
    channel: SubmissionChannel | None = None
    """How the dossier comes (cách thức thực hiện); none: all."""
    quantity: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """How many units of time."""
    unit: TimeUnit
    """Unit of time (đơn vị tính thời hạn)."""
    text: MendedText = ""
    """The time limit as the law words it."""
    alternatives: Annotated[tuple[TimeSpan, ...], Field(max_length=50)] = ()
    """Lengths of time that its source names beside each other: an officer may state a due date up to the longest one."""
    open_ended: bool = False
    """Whether the words allow to prolong it, so that none of them is the longest."""


class FeeKind(StrEnum):
    """How a fee is computed (cách tính phí, lệ phí)."""

    FIXED = "fixed"
    PER_UNIT = "per_unit"  # amount × the number in form field `quantity_field`
    TIERED = "tiered"  # the n-th unit costs what its tier says, up to `cap`
    TEXT = "text"  # words only: a provincial table (HĐND cấp tỉnh) or the officer states the amount


class FeeTier(Model):
    """A tier of a fee.

    From the `first`-th unit on, each unit costs `amount`, until the next tier.
    """

    first: Annotated[int, Field(ge=1)]
    """First unit that costs this much."""
    amount: Vnd
    """Cost of each unit, VND."""


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

    code: MendedLine
    """Code of the discount."""
    name: MendedLine
    """Name of the discount (miễn, giảm)."""
    percent: Annotated[int, Field(ge=1, le=100)]
    """Percent off; 100 is an exemption (miễn)."""
    claim: FeeReductionGround | None = None
    """Ground that an applicant must claim; none: for everybody."""
    channel: SubmissionChannel | None = None
    """How the dossier must come; none: any way."""
    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""


class Fee(Model):
    """Phí (service fee) or lệ phí (state charge) of one (case × channel), Luật Phí và lệ phí 97/2015.

    `quantity_field` names the form field that counts the units (pages); `times_field` the one that counts the sets
    (copies) that each cost the same; `cap` is the most that one set costs. Without `quantity_field` in the form the
    officer states the amount. `valid_from` and `valid_to` are local days, inclusive.
    """

    code: MendedLine
    """Code of the fee."""
    name: MendedLine
    """Name of the fee (tên phí, lệ phí)."""
    legal_kind: Literal["phi", "le_phi"]
    """Service fee (phí) or state charge (lệ phí)."""
    case_code: MendedLine | None = None
    """Case that it is for; none: all."""
    channel: SubmissionChannel | None = None
    """How the dossier comes (cách thức thực hiện); none: all."""
    kind: FeeKind
    """How it is computed."""
    amount: Vnd = 0
    """The fee, or the cost of a unit, VND."""
    tiers: tuple[FeeTier, ...] = ()
    """What each unit costs, by tiers."""
    cap: Vnd | None = None
    """The most that one set costs, VND."""
    quantity_field: MendedLine | None = None
    """Form field that counts the units (pages)."""
    times_field: MendedLine | None = None
    """Form field that counts the sets (copies)."""
    discounts: tuple[Discount, ...] = ()
    """Discounts and exemptions (miễn, giảm)."""
    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""
    text: MendedText = ""
    """The fee as the law words it."""
    table: SourceFile | None = None
    """Table of fees (biểu phí) that its source attaches."""


class ProcedureComponent(Model):
    """Thành phần hồ sơ: a paper to hand in. `group` is the heading it stands under in its source, if any.

    `result_codes`: the results of other procedures (KQ.*) that are this paper, so that a stored one can be reused.
    """

    code: MendedLine
    """Code of the component."""
    name: MendedLine
    """Name of the paper (tên giấy tờ)."""
    group: MendedLine = ""
    """Heading that it stands under in its source."""
    case_code: MendedLine | None = None
    """Case that asks for it; none: all."""
    required: bool
    """Whether it must be handed in."""
    required_unknown: bool = False
    """Whether its source marks no paper of the procedure as required, so that nobody knows which are."""
    originals: int = 0
    """How many originals (bản chính)."""
    copies: int = 0
    """How many copies (bản sao)."""
    electronic_form: bool = False
    """Whether it is an electronic form (biểu mẫu điện tử)."""
    also_a_result: bool = False
    """Whether it is the result of another procedure."""
    result_codes: tuple[MendedLine, ...] = ()
    """Results of other procedures that are this paper, so that a stored one can be reused."""
    sources: tuple[PaperSource, ...] = ()
    """Published databases that hold what it shows: while one is in force, the paper is not asked for."""
    form_files: tuple[SourceFile, ...] = ()
    """Forms to fill in as files (mẫu đơn, mẫu tờ khai)."""


class ProcedureCase(Model):
    """Trường hợp thực hiện."""

    code: MendedLine
    """Code of the case."""
    name: MendedLine
    """Name of the case (trường hợp thực hiện)."""


class ResultKind(Model):
    """Kết quả thực hiện, e.g. KQ.G15.000031 Giấy khai sinh. `months_valid` None: without end."""

    code: MendedLine
    """Code of the result (mã kết quả, KQ.*)."""
    name: MendedLine
    """Name of the result (tên kết quả)."""
    months_valid: Annotated[int, Field(ge=1)] | None = None
    """Months that it is valid; none: without end."""
    subject_is_another: bool = False
    """Whether it is about another person than the applicant (chủ thể), whom the filing or the officer names."""


class StepAgency(Model):
    """Another agency that a step belongs to (liên thông): by its code, or the one competent for a procedure there."""

    agency_code: AgencyCode | None = None
    """Code of the agency that the step belongs to."""
    competent_for: ProcedureCode | None = None
    """Or: the agency there that is competent for this procedure."""


class WorkflowStep(Model):
    """One step of the approved internal process (quy trình nội bộ, TT 01/2018/TT-VPCP art 8).

    Steps of one `order` run side by side; the next order starts when all of them are complete. Without orders
    (all 0) the steps run one after another as listed. `hours` are working hours. `result_code` names the result
    that the step yields, where the procedure has several. `case_code` None: in every case.
    """

    code: MendedLine
    """Code of the step."""
    name: MendedLine
    """Name of the step (bước xử lý)."""
    role: OfficerRole
    """Role that may complete it."""
    hours: Annotated[float, Field(ge=0)]
    """Working hours that it may take (giờ làm việc)."""
    unit: MendedLine = ""
    """Unit (phòng, bộ phận) that does it; empty: any."""
    order: Annotated[int, Field(ge=0)] = 0
    """Place in the order; steps of one order run side by side."""
    case_code: MendedLine | None = None
    """Case that it is for; none: all."""
    agency: StepAgency | None = None
    """Another agency that it belongs to (liên thông)."""
    result_code: MendedLine | None = None
    """Result that it yields, where the procedure has several (KQ.*)."""

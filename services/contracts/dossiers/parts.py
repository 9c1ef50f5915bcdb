"""What happens to a dossier on its way: steps, waits, consultations, results, hand-overs."""

from enum import StrEnum

from contracts.base import Instant, Model, OfficerRole, Vnd
from contracts.dossiers.status import Lateness, ResultOutcome, ReturnMethod


class DossierStep(Model):
    """A step of the internal process. `agency_code` None: the dossier's own agency.

    Steps of one `order` run side by side. `due_at` is set when the step starts; `lateness` when it is complete.
    """

    code: str
    name: str
    role: OfficerRole
    hours: float
    unit: str = ""
    order: int = 0
    agency_code: str | None = None
    result_code: str | None = None
    started_at: Instant | None = None
    due_at: Instant | None = None
    completed_at: Instant | None = None
    completed_by: str | None = None
    lateness: Lateness | None = None
    note: str | None = None


class Supplement(Model):
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (once, complete). `overridden`: a further one, on a leader's word."""

    reason: str
    items: tuple[str, ...]
    legal_ground: str | None = None
    requested_at: Instant
    requested_by: str | None = None
    answer_until: Instant | None = None
    answered_at: Instant | None = None
    overridden: bool = False


class FeeDue(Model):
    """What is to be paid. `amount` whole VND; `paid_at` when the money is confirmed; `receipt_number` of money taken
    at the counter."""

    amount: Vnd
    requested_at: Instant
    paid_at: Instant | None = None
    bill_id: str | None = None
    receipt_number: str | None = None


class DueDateExtension(Model):
    """Xin lỗi và hẹn lại (Mẫu 04). `in_time` false: told too late, so the due date did not move; `promised_at` is the
    new date that the applicant was told."""

    reason: str
    told_at: Instant
    due_before: Instant
    promised_at: Instant
    in_time: bool


class ConsultationState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


class Consultation(Model):
    """Lấy ý kiến (art 19.5): what was asked of whom until when. `late_told_at`: its head was told that it is late."""

    consultation_id: str
    agency_code: str
    content: str
    state: ConsultationState
    asked_at: Instant
    due_at: Instant
    answered_at: Instant | None = None
    answered_by: str | None = None
    answer: str | None = None
    late_told_at: Instant | None = None


class Verification(Model):
    """Thẩm tra, xác minh (art 19.3), minuted. `attendance`: the applicant must come."""

    verification_id: str
    content: str
    place: str
    scheduled_at: Instant
    due_at: Instant | None = None
    attendance: bool
    participants: tuple[str, ...] = ()
    recorded_at: Instant | None = None
    minutes: str | None = None
    minutes_file_id: str | None = None


class ErrorKind(StrEnum):
    ERROR = "error"  # sai sót
    LOSS = "loss"  # mất, hư hỏng hồ sơ


class AgencyError(Model):
    """Error or loss by the agency (art 21): what, the apology, how it is made good."""

    kind: ErrorKind
    description: str
    apology: str
    recorded_at: Instant
    corrected_at: Instant | None = None


class DossierResult(Model):
    """A result of the procedure: a file, or a reasoned refusal (NĐ 61/2018/NĐ-CP art 19.8).

    `sealed_file_id`, `paper_id`, `verification_code` come when it has been sealed and put in the store.
    """

    outcome: ResultOutcome
    result_code: str | None = None
    number: str | None = None
    file_id: str | None = None
    sha256: str | None = None
    reason: str | None = None
    legal_ground: str | None = None
    issued_at: Instant
    agency_code: str | None = None
    step_code: str | None = None
    lateness: Lateness | None = None
    sealed_file_id: str | None = None
    sealed_sha256: str | None = None
    paper_id: str | None = None
    verification_code: str | None = None


class ResultReturn(Model):
    recipient: str
    method: ReturnMethod
    returned_at: Instant
    tracking_number: str | None = None


class Assignment(Model):
    """Who works on the dossier now; an empty `officer_id`: the unit's queue."""

    officer_id: str | None = None
    unit: str = ""
    since: Instant
    by: str


class HandOver(Model):
    """One row of the control sheet (Phiếu kiểm soát quá trình giải quyết).

    `what` is the action by which the work passed on; `step_code` the step that was completed by it, `lateness` how
    that step, or the dossier when its result was ready, stood to its due date. Without an officer: a unit's queue.
    """

    at: Instant
    from_officer_id: str | None = None
    from_unit: str = ""
    to_officer_id: str | None = None
    to_unit: str = ""
    what: str
    step_code: str | None = None
    lateness: Lateness | None = None
    note: str | None = None


class Satisfaction(StrEnum):
    VERY_SATISFIED = "very_satisfied"  # Rất hài lòng
    SATISFIED = "satisfied"  # Hài lòng
    DISSATISFIED = "dissatisfied"  # Không hài lòng


class DossierRating(Model):
    """Đánh giá của người nộp, once, after the return."""

    satisfaction: Satisfaction
    reasons: tuple[str, ...] = ()
    comment: str | None = None
    rated_at: Instant


class DocumentKind(StrEnum):
    """The documents of the regimes by meaning; the regime gives each its number (TT 01/2018, TT 03/2025)."""

    RECEIPT = "RECEIPT"  # Giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SUPPLEMENT_REQUEST = "SUPPLEMENT_REQUEST"  # Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    REFUSAL = "REFUSAL"  # Phiếu từ chối tiếp nhận giải quyết hồ sơ
    APOLOGY_EXTENSION = (
        "APOLOGY_EXTENSION"  # Phiếu xin lỗi và hẹn lại ngày trả / Văn bản xin lỗi và đề nghị gia hạn
    )
    STOP_NOTICE = "STOP_NOTICE"  # Thông báo dừng giải quyết hồ sơ
    CONTROL_SHEET = "CONTROL_SHEET"  # Phiếu kiểm soát quá trình giải quyết hồ sơ
    REGISTER = "REGISTER"  # Sổ theo dõi hồ sơ


class IssuedDocument(Model):
    """A document made for the dossier, signed, with its hash. `about_version` is 0 of one that is about no dossier."""

    kind: DocumentKind
    form_number: str
    file_id: str
    sha256: str
    verification_code: str
    issued_at: Instant
    about_version: int

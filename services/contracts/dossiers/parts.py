"""What happens to a dossier on its way: steps, waits, consultations, results, hand-overs."""

from enum import StrEnum
from typing import Literal

from contracts.base import Instant, Model, OfficerRole, Vnd
from contracts.dossiers.fee_reductions import FeeReduction
from contracts.dossiers.papers import DossierPaper
from contracts.dossiers.status import Lateness, ResultOutcome, ReturnMethod
from contracts.printable import ShortText
from contracts.subjects import Subject


class DossierStep(Model):
    """A step of the internal process. `agency_code` None: the dossier's own agency.

    Steps of one `order` run side by side. `due_at` is set when the step starts; `lateness` when it is complete.
    """

    code: str
    """Code of the step."""
    name: str
    """Name of the step (bước xử lý)."""
    role: OfficerRole
    """Role that may complete it."""
    hours: float
    """Working hours that it may take (giờ làm việc)."""
    unit: str = ""
    """Unit (phòng, bộ phận) that does it; empty: any."""
    order: int = 0
    """Place in the order; steps of one order run side by side."""
    agency_code: str | None = None
    """Agency that it belongs to; none: the dossier's own."""
    agency_name: str | None = None
    """Name of that agency at the time of filing (tên cơ quan)."""
    result_code: str | None = None
    """Result that it yields (KQ.*)."""
    started_at: Instant | None = None
    """When it started; none: it has not (UTC)."""
    due_at: Instant | None = None
    """Until when it should be complete (UTC)."""
    completed_at: Instant | None = None
    """When it was completed; none: it is not (UTC)."""
    completed_by: str | None = None
    """Account of the officer who completed it."""
    lateness: Lateness | None = None
    """How it stood to its due date."""
    outcome: ResultOutcome | None = None
    """What its agency decided, of a step that yields a result; none: it yields none, or is not complete."""
    reason: str | None = None
    """Why its agency refused it (lý do từ chối)."""
    note: str | None = None
    """Note for the file (ghi chú)."""
    finished_at: Instant | None = None
    """When its agency finished it in its own system, of a group of interlinked procedures (UTC)."""
    synchronise_until: Instant | None = None
    """Until when its result is known to the next agencies of the group (đồng bộ kết quả) (UTC)."""
    acknowledge_until: Instant | None = None
    """Until when its agency acknowledges that it has come from another one (xác nhận tiếp nhận) (UTC)."""
    acknowledged_at: Instant | None = None
    """When it did; none: it has not, or nobody waits for it (UTC)."""
    acknowledged_by: str | None = None
    """Account of the officer who acknowledged it."""


class SupplementReason(StrEnum):
    """Why something is asked for (lý do yêu cầu bổ sung, NĐ 118/2025/NĐ-CP art 17.2a)."""

    MISSING = "missing"  # còn thiếu
    INEXACT = "inexact"  # chưa chính xác
    NOT_COMPETENT = "not_competent"  # không thuộc thẩm quyền
    DATA_UNAVAILABLE = "data_unavailable"  # không khai thác được dữ liệu
    DATA_WRONG = "data_wrong"  # dữ liệu thiếu hoặc sai: sửa tại cơ sở dữ liệu


class FailedLookUp(Model):
    """A look-up in a database that failed (tra cứu không thành), for which a paper may be asked for all the same."""

    component_code: ShortText
    """Code of the component (thành phần hồ sơ) that the database holds."""
    database_code: ShortText
    """Code of the database that was asked (mã CSDL)."""
    looked_up_at: Instant
    """When it was asked (UTC)."""
    reason: Literal[SupplementReason.DATA_UNAVAILABLE, SupplementReason.DATA_WRONG]
    """Whether it did not answer, or what it answered is incomplete or wrong."""
    reference: ShortText
    """Reference of the look-up in the log of the system that asked (mã giao dịch)."""


class RequestedComponent(Model):
    """A paper that a supplement asks for (thành phần cần bổ sung); open until something came for it."""

    component_code: str
    """Code of the component (thành phần hồ sơ)."""
    name: str
    """Name of the paper (tên giấy tờ)."""
    piece: str | None = None
    """File or stored paper that is to be replaced; none: all that the dossier has of the component."""
    note: str | None = None
    """What is wrong with it."""
    reason_code: SupplementReason | None = None
    """Why it is asked for; none from a release that does not say."""
    correct_at: str | None = None
    """Where the applicant has the data of the database corrected, when they are wrong."""
    answered_at: Instant | None = None
    """When something came for it; none: it is open (UTC)."""


class Supplement(Model):
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (once, complete). `overridden`: a further one, on a leader's word."""

    components: tuple[RequestedComponent, ...] = ()
    """The papers that are asked for by component."""
    replaced: tuple[DossierPaper, ...] = ()
    """The papers whose place the answer took."""
    added: tuple[DossierPaper, ...] = ()
    """The papers that came with the answer."""
    form_replaced: bool = False
    """Whether the form came anew with the answer."""

    reason: str
    """The reason (lý do)."""
    items: tuple[str, ...]
    """What is to be supplemented (nội dung bổ sung)."""
    legal_ground: str | None = None
    """The legal ground (căn cứ pháp lý)."""
    requested_at: Instant
    """When it was asked for (UTC)."""
    requested_by: str | None = None
    """Account of the officer who asked for it."""
    answer_until: Instant | None = None
    """Until when the applicant has to answer (thời hạn bổ sung) (UTC)."""
    answered_at: Instant | None = None
    """When the applicant answered (UTC)."""
    overridden: bool = False
    """Whether it was a further one, on a leader's word."""
    failed_look_ups: tuple[FailedLookUp, ...] = ()
    """The look-ups that failed, for which papers that a database holds are asked for."""


class FeeDue(Model):
    """What is to be paid. `amount` whole VND; `paid_at` when the money is confirmed; `receipt_number` of money taken
    at the counter; `lapsed_at` when the waiting ended without money: its bill is closed."""

    amount: Vnd
    """Amount in VND."""
    requested_at: Instant
    """When it was asked for (UTC)."""
    paid_at: Instant | None = None
    """When the money was confirmed; none: not paid (UTC)."""
    bill_id: str | None = None
    """Id of the bill that collects it."""
    receipt_number: str | None = None
    """Number of the receipt (biên lai) of a fee taken at the counter."""
    pay_until: Instant | None = None
    """Until when it is to be paid (thời hạn nộp) (UTC); none: paid at the counter, or asked for by an earlier release."""
    lapsed_at: Instant | None = None
    """When the time to pay had ended without money (hết thời hạn nộp) (UTC)."""
    reductions: tuple[FeeReduction, ...] = ()
    """What was taken off its fees, also of those that nothing is left of (miễn, giảm)."""


class DueDateExtension(Model):
    """Xin lỗi và hẹn lại (Mẫu 04). `in_time` false: announced too late, so the due date did not move; `promised_at` is the
    new date announced to the applicant."""

    reason: str
    """The reason (lý do)."""
    told_at: Instant
    """When it was announced to the applicant (UTC)."""
    due_before: Instant
    """Due date as it was before (UTC)."""
    promised_at: Instant
    """The new date promised to the applicant (ngày hẹn trả lại) (UTC)."""
    in_time: bool
    """Whether it was given in time, so that the due date moved."""


class ConsultationState(StrEnum):
    """Whether an opinion has been given."""

    OPEN = "open"
    ANSWERED = "answered"


class Consultation(Model):
    """Lấy ý kiến (art 19.5): what was asked of whom until when. `late_told_at`: its head was told that it is late."""

    consultation_id: str
    """Id of the consultation (lấy ý kiến)."""
    agency_code: str
    """Code of the agency that is consulted."""
    agency_name: str | None = None
    """Name of that agency when it was asked (tên cơ quan)."""
    content: str
    """What was asked (nội dung lấy ý kiến)."""
    state: ConsultationState
    """Open or answered."""
    asked_at: Instant
    """When it was asked (UTC)."""
    due_at: Instant
    """Until when it should answer (UTC)."""
    answered_at: Instant | None = None
    """When it answered (UTC)."""
    answered_by: str | None = None
    """Account of the officer who answered."""
    answer: str | None = None
    """The opinion given (ý kiến trả lời)."""
    late_told_at: Instant | None = None
    """When the agency's head was warned that it is late (UTC)."""


class Verification(Model):
    """Thẩm tra, xác minh (art 19.3), minuted. `attendance`: the applicant must come."""

    verification_id: str
    """Id of the verification (thẩm tra, xác minh)."""
    content: str
    """What is to be verified."""
    place: str
    """Where it takes place (địa điểm)."""
    scheduled_at: Instant
    """When it takes place (thời gian) (UTC)."""
    due_at: Instant | None = None
    """Until when it must be done (UTC)."""
    attendance: bool
    """Whether the applicant must come."""
    participants: tuple[str, ...] = ()
    """Who takes part (thành phần tham gia)."""
    recorded_at: Instant | None = None
    """When it was recorded (UTC)."""
    minutes: str | None = None
    """The minutes (biên bản)."""
    minutes_file_id: str | None = None
    """File of the signed minutes."""


class ErrorKind(StrEnum):
    """Error or loss by the agency (sai sót; mất, hư hỏng hồ sơ)."""

    ERROR = "error"  # sai sót
    LOSS = "loss"  # mất, hư hỏng hồ sơ


class AgencyError(Model):
    """Error or loss by the agency (art 21): what, the apology, how it is made good."""

    kind: ErrorKind
    """Error (sai sót) or loss (mất, hư hỏng)."""
    description: str
    """What happened."""
    apology: str
    """The apology (lời xin lỗi)."""
    recorded_at: Instant
    """When it was recorded (UTC)."""
    corrected_at: Instant | None = None
    """When it was made good (khắc phục) (UTC)."""


class ResultDraft(Model):
    """The draft of a result, submitted for signature (dự thảo kết quả trình ký); for the office alone."""

    outcome: ResultOutcome
    """Approved, or refused with a reason."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    number: str | None = None
    """Number of the result (số văn bản)."""
    file_id: str | None = None
    """File of the draft."""
    sha256: str | None = None
    """SHA-256 of that file, in hex."""
    reason: str | None = None
    """Why it is to be refused."""
    legal_ground: str | None = None
    """The legal ground (căn cứ pháp lý)."""
    drafted_at: Instant
    """When it was submitted (UTC)."""
    drafted_by: str
    """Account of the officer who drafted it (người soạn thảo)."""
    subject: Subject | None = None
    """Whom the result is to be about (chủ thể); none: not said."""


class DossierResult(Model):
    """A result of the procedure: a file, or a reasoned refusal (NĐ 61/2018/NĐ-CP art 19.8).

    `sealed_file_id`, `paper_id`, `verification_code` come when it has been sealed and put in the store; `seal_failure`
    when that could not be done.
    """

    outcome: ResultOutcome
    """Approved, or refused with a reason."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    number: str | None = None
    """Number of the result (số văn bản)."""
    file_id: str | None = None
    """File of the result as uploaded."""
    sha256: str | None = None
    """SHA-256 of that file, in hex."""
    reason: str | None = None
    """Why it was refused."""
    legal_ground: str | None = None
    """The legal ground (căn cứ pháp lý)."""
    issued_at: Instant
    """When it was issued (ngày cấp) (UTC)."""
    agency_code: str | None = None
    """Agency that issued it."""
    agency_name: str | None = None
    """Name of the agency that issued it (tên cơ quan)."""
    step_code: str | None = None
    """Step that yielded it."""
    lateness: Lateness | None = None
    """How it stands to its due date."""
    sealed_file_id: str | None = None
    """File of the result as signed."""
    sealed_sha256: str | None = None
    """SHA-256 of the signed file, in hex."""
    paper_id: str | None = None
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    verification_code: str | None = None
    """Code by which anybody verifies it (mã xác thực)."""
    seal_failure: str | None = None
    """Why it could not be signed and put in the store, a stable code; none: it was, or will be in a moment."""
    signed_by: str | None = None
    """Account of the officer who issued it and signs it (người ký); none: not noted, or not shown."""
    drafted_by: str | None = None
    """Account of the officer who drafted it (người soạn thảo); none: who signs it, or not shown."""
    subject: int | None = None
    """Place among the subjects of the dossier of the person whom it is about (chủ thể); none: the applicant."""
    corrects_file_id: str | None = None
    """File of the result that it takes the place of; none: it corrects none, or it is not noted."""


class ResultReturn(Model):
    """How and to whom a result was returned (trả kết quả)."""

    recipient: str
    """Who received it (người nhận)."""
    method: ReturnMethod
    """How it was returned (hình thức trả kết quả)."""
    returned_at: Instant
    """When the result was returned (ngày trả kết quả) (UTC)."""
    tracking_number: str | None = None
    """Tracking number of the postal service (số hiệu bưu gửi)."""


class Assignment(Model):
    """Who works on the dossier now; an empty `officer_id`: the unit's queue."""

    officer_id: str | None = None
    """Account of the officer who has it; none: the unit's queue."""
    officer_name: str | None = None
    """Name of that officer, when it came into his hands."""
    unit: str = ""
    """Code or short name of the unit (phòng, bộ phận) within the agency."""
    since: Instant
    """Since when (UTC)."""
    by: str
    """Account of who gave it to them, or the system."""


class HandOver(Model):
    """One row of the control sheet (Phiếu kiểm soát quá trình giải quyết).

    `what` is the action by which the work passed on; `step_code` the step that was completed by it, `lateness` how
    that step, or the dossier when its result was ready, stood to its due date. Without an officer: a unit's queue.
    """

    at: Instant
    """When it passed on (UTC)."""
    from_officer_id: str | None = None
    """Account of who had it."""
    from_officer_name: str | None = None
    """Name of who had it, on the control sheet."""
    from_unit: str = ""
    """Unit that had it."""
    from_agency_code: str | None = None
    """Agency that had it; none: the dossier's own."""
    from_agency_name: str | None = None
    """Name of the agency that had it, on the control sheet."""
    to_officer_id: str | None = None
    """Account of who has it then; none: the unit's queue."""
    to_officer_name: str | None = None
    """Name of who has it then, on the control sheet."""
    to_unit: str = ""
    """Unit that has it then."""
    to_agency_codes: tuple[str, ...] = ()
    """Agencies that have it then, several where their steps run side by side; none: the dossier's own."""
    to_agency_names: tuple[str, ...] = ()
    """Names of the agencies that have it then, on the control sheet."""
    what: str
    """The action by which it passed on."""
    step_code: str | None = None
    """Step that was completed by it."""
    lateness: Lateness | None = None
    """How it stands to its due date."""
    note: str | None = None
    """Note for the file (ghi chú)."""


class Satisfaction(StrEnum):
    """How satisfied an applicant is (mức độ hài lòng)."""

    VERY_SATISFIED = "very_satisfied"  # Rất hài lòng
    SATISFIED = "satisfied"  # Hài lòng
    DISSATISFIED = "dissatisfied"  # Không hài lòng


class DossierRating(Model):
    """Đánh giá của người nộp, once, after the return."""

    satisfaction: Satisfaction
    """How satisfied the applicant is (mức độ hài lòng)."""
    reasons: tuple[str, ...] = ()
    """The reasons (lý do)."""
    comment: str | None = None
    """Comment of the applicant (ý kiến khác)."""
    rated_at: Instant
    """When it was rated (UTC)."""


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
    """Which document, by meaning."""
    form_number: str
    """Number of the form (mẫu số) in its regime."""
    file_id: str
    """Id of the uploaded file."""
    sha256: str
    """SHA-256 of the content, in hex."""
    verification_code: str
    """Code by which anybody verifies it (mã xác thực)."""
    issued_at: Instant
    """When it was issued (ngày cấp) (UTC)."""
    about_version: int
    """Version of the dossier that it is about; 0: none."""


class FailedDocument(Model):
    """A document of the office that could not be made (văn bản chưa lập được).

    It is tried again by itself; once made, it stands among the documents instead.
    """

    kind: DocumentKind
    """Which document, by meaning."""
    about_version: int
    """Version of the dossier that it is about."""
    failed_at: Instant
    """When it was first found that it cannot be made (UTC)."""
    reason: str
    """Why, a stable code."""

"""Events of dossiers. No name, no number of a person."""

from contracts.base import Identifier, Instant, Model, Vnd
from contracts.catalog import SEPARATED_BY_LAW, SeparatedPairs
from contracts.dossiers.fee_reductions import FeeReduction
from contracts.dossiers.file_plans import FilePlanEvent
from contracts.dossiers.interlinked import ConsentOutcome
from contracts.dossiers.parts import DocumentKind, ErrorKind, Satisfaction
from contracts.dossiers.passing import PassingCause
from contracts.dossiers.status import DossierStatus, Lateness, ResultOutcome, ReturnMethod
from contracts.dossiers.transfers import TransferEvent
from contracts.events import EventType, events_of


class DossierEvent(Model):
    """Payload that every event of a dossier has. `applicant_id` is the account that follows the dossier, if there is one;
    `agency_codes` are all agencies that take part; `handler_ids` the officers who have it now; `stands_in_for` the
    officer whose dossier it was, when the one who acted stood in for him."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    code: str | None = None
    """Code of the dossier (mã hồ sơ), given at reception."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    status: DossierStatus
    """State of the dossier after the event."""
    procedure_code: str
    """Code of the procedure (mã thủ tục hành chính)."""
    procedure_name: str
    """Name of the procedure (tên thủ tục hành chính)."""
    agency_code: str
    """Code of the agency that it was filed at (mã định danh cơ quan)."""
    agency_name: str | None = None
    """Name of that agency at the time of filing (tên cơ quan)."""
    agency_codes: tuple[str, ...] = ()
    """Codes of all agencies that take part."""
    consulted_agencies: tuple[str, ...] = ()
    """Those of them that take part only while their opinion is awaited (lấy ý kiến)."""
    passing_agencies: tuple[str, ...] = ()
    """Those of them that take part only while it passes through their hands (chuyển hồ sơ)."""
    applicant_id: Identifier | None = None
    """Account of the owner, if there is one."""
    follower_ids: tuple[str, ...] = ()
    """Accounts that follow the dossier."""
    handler_ids: tuple[str, ...] = ()
    """Officers who have it now."""
    due_at: Instant | None = None
    """Due date (ngày hẹn trả) (UTC)."""
    stands_in_for: Identifier | None = None
    """Officer whose dossier it was, when a deputy acted."""
    suggestion_id: Identifier | None = None
    """The suggestion of a machine that the act named; for the office alone."""
    note: str | None = None
    """Note for the file (ghi chú)."""


class DossierFilesEvent(DossierEvent):
    """`file_ids` became part of the dossier: its agencies and its followers may read them."""

    file_ids: tuple[str, ...] = ()
    """Files that became part of the dossier."""


class PassedOnEvent(DossierFilesEvent):
    """Event payload: the dossier passed from one agency to another. With it that one may read `file_ids`, all that the
    dossier has."""

    cause: PassingCause
    """Why it passed."""
    from_agency: str
    """Code of the agency that had it."""
    from_agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    to_agency: str
    """Code of the agency that it passed to."""
    to_agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    reason: str
    """Why, in words (lý do)."""


class SupplementRequestedEvent(DossierEvent):
    """Event payload: a supplement was asked for."""

    reason: str
    """The reason (lý do)."""
    items: tuple[str, ...]
    """What is to be supplemented (nội dung bổ sung)."""
    answer_until: Instant | None = None
    """Until when the applicant has to answer (thời hạn bổ sung) (UTC)."""


class SupplementedEvent(DossierFilesEvent):
    """Event payload: the dossier was supplemented. Papers by the names of their components."""

    replaced: tuple[str, ...] = ()
    """Names of the papers that others took the place of."""
    added: tuple[str, ...] = ()
    """Names of the papers that came beside those that were there."""
    form_replaced: bool = False
    """Whether the form came anew."""


class FeeItem(Model):
    """One fee of a dossier (phí, lệ phí)."""

    code: str
    """Code of the fee."""
    name: str
    """Name of the fee (tên phí, lệ phí)."""
    legal_kind: str
    """Service fee (phí) or state charge (lệ phí)."""
    amount: Vnd
    """Amount in VND."""


class FeeDueEvent(DossierEvent):
    """Event payload: a fee is to be paid."""

    separated_acts: SeparatedPairs = SEPARATED_BY_LAW
    """Acts on the dossier that are of two officers, by its law (tách bạch nhiệm vụ): taking money and approving a refund."""

    amount: Vnd
    """Amount in VND."""
    items: tuple[FeeItem, ...]
    """The items of the fee."""
    reductions: tuple[FeeReduction, ...] = ()
    """What was taken off its fees, also of those that nothing is left of (miễn, giảm)."""


class FeeLapsedEvent(DossierEvent):
    """Event payload: what was to be paid is not waited for any more; its bill is closed."""

    amount: Vnd
    """Amount in VND."""
    requested_at: Instant
    """When it was asked for (UTC)."""


class StepEvent(DossierFilesEvent):
    """Event payload: a step was completed."""

    step_code: str
    """Code of the step (bước xử lý) of the internal process."""
    step_name: str
    """Name of the step (bước xử lý)."""
    outcome: ResultOutcome | None = None
    """What its agency decided, of a step that yields a result."""
    reason: str | None = None
    """Why its agency refused it."""


class ResultIssuedEvent(DossierFilesEvent):
    """Event payload: a result was issued."""

    outcome: ResultOutcome
    """Approved, or refused with a reason."""
    lateness: Lateness | None = None
    """How it stands to its due date."""
    return_method: ReturnMethod | None = None
    """How the result is returned (hình thức trả kết quả)."""


class ResultProposedEvent(DossierEvent):
    """Event payload: the draft of a result was submitted for signature. The agency may read its files, nobody else."""

    draft_outcome: ResultOutcome | None = None
    """Approved, or to be refused with a reason; for the office alone."""
    draft_file_ids: tuple[str, ...] = ()
    """Files of the draft."""


class ResultSealedEvent(DossierFilesEvent):
    """Event payload: a result was signed and put into the store."""

    paper_id: str
    """Id of the paper in the store (kho dữ liệu điện tử)."""
    verification_code: str
    """Code by which anybody verifies it (mã xác thực)."""
    source_file_id: Identifier | None = None
    """File of the result as uploaded."""
    readers_given: bool = False
    """Whether everybody who may read the sealed file was given it when it was made."""


class WithdrawnEvent(DossierEvent):
    """Event payload: the applicant withdrew the dossier."""

    paid_at_counter: Vnd | None = None
    """What was paid for it at the counter, without a bill; VND."""


class ExtendedEvent(DossierEvent):
    """Event payload: a new date was promised."""

    reason: str
    """The reason (lý do)."""
    due_before: Instant
    """Due date as it was before (UTC)."""
    promised_at: Instant
    """The new date promised to the applicant (ngày hẹn trả lại) (UTC)."""
    in_time: bool
    """Whether it was given in time, so that the due date moved."""


class DueDateMovedEvent(DossierEvent):
    """Event payload: an announced outage of the system moved the due date."""

    outage_id: Identifier
    """Id of the outage."""
    system_name: str
    """Name of the system that did not work (tên hệ thống)."""
    outage_started_at: Instant
    """When the outage began (UTC)."""
    announced_at: Instant
    """When it was announced (UTC)."""
    restored_at: Instant
    """When the system worked again (UTC)."""
    due_before: Instant
    """Due date as it was before (UTC)."""


class ConsultationEvent(DossierFilesEvent):
    """With the request the consulted agency may read `file_ids`, the papers of the dossier."""

    consultation_id: str
    """Id of the consultation (lấy ý kiến)."""
    consulted_agency: str
    """Code of the agency that is consulted."""
    consulted_agency_name: str | None = None
    """Name of the agency that is consulted (tên cơ quan)."""
    consultation_due_at: Instant
    """Until when it should answer (UTC)."""


class ConsentEvent(DossierEvent):
    """Event payload: the owner of a dwelling was asked for consent, or answered."""

    consent_id: str
    """Id of the request for consent."""
    consent_until: Instant
    """Until when the owner answers (UTC)."""
    outcome: ConsentOutcome | None = None
    """What the owner answered; none: the owner is asked."""


class StepAcknowledgedEvent(DossierEvent):
    """Event payload: the next agency of a group acknowledged a step."""

    step_code: str
    """Code of the step (bước xử lý) of the internal process."""
    step_name: str
    """Name of the step (bước xử lý)."""


class VerificationEvent(DossierFilesEvent):
    """Event payload: a verification was scheduled or recorded."""

    verification_id: str
    """Id of the verification (thẩm tra, xác minh)."""
    place: str
    """Where it takes place (địa điểm)."""
    scheduled_at: Instant
    """When it takes place (thời gian) (UTC)."""
    attendance: bool
    """Whether the applicant must come."""


class ErrorRecordedEvent(DossierEvent):
    """Event payload: an error or loss by the agency was recorded."""

    kind: ErrorKind
    """Error (sai sót) or loss (mất, hư hỏng)."""
    apology: str
    """The apology (lời xin lỗi)."""


class DocumentIssuedEvent(DossierFilesEvent):
    """Event payload: a document was made for the dossier."""

    kind: DocumentKind
    """Which document, by meaning."""
    form_number: str
    """Number of the form (mẫu số) in its regime."""
    readers_given: bool = False
    """Whether everybody who may read the document was given it when it was made."""


class DocumentFailedEvent(DossierEvent):
    """Event payload: a document that the dossier calls for could not be made; once for each document and reason."""

    kind: DocumentKind
    """Which document, by meaning."""
    about_version: int
    """Version of the dossier that it is about."""
    reason: str
    """Why, a stable code."""


class ResultSealFailedEvent(DossierEvent):
    """Event payload: a result could not be signed and put into the store; its handler has to correct it."""

    file_id: Identifier
    """File of the result as uploaded."""
    result_code: str | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    reason: str
    """Why, a stable code."""


class DeadlineEvent(DossierEvent):
    """A deadline comes or has passed: `what` is due, reception, transfer, step, consultation, supplement or payment; of a
    group consent, synchronisation or acknowledgement."""

    what: str
    """What is due: reception, transfer, step, consultation, supplement, payment, consent, or the dossier itself."""
    deadline: Instant
    """The deadline (UTC)."""
    between: tuple[str, ...] = ()
    """Codes of the agencies on both sides of it, which are warned; none: those that the deadline is of."""


class HandedOverEvent(DossierEvent):
    """Event payload: the dossier is in other hands."""

    officer_id: str | None = None
    """Officer who has it now; none: a unit's queue."""
    unit: str = ""
    """Code or short name of the unit (phòng, bộ phận) within the agency."""


class DelegationEvent(Model):
    """Event payload: a delegation began or ended.

    Of a delegation, not of a dossier.
    """

    delegation_id: Identifier
    """Id of the delegation (ủy quyền xử lý)."""
    agency_code: str
    """Code of the agency (mã định danh cơ quan)."""
    officer_id: str
    """The officer who is away."""
    to_officer_id: str
    """The officer who stands in."""
    from_at: Instant
    """From when (UTC)."""
    to_at: Instant
    """Until when (UTC)."""


class RatedEvent(DossierEvent):
    """Event payload: the applicant rated how it went."""

    satisfaction: Satisfaction
    """How satisfied the applicant is (mức độ hài lòng)."""


SUBMITTED = EventType("dossiers.submitted", DossierFilesEvent)
ACCEPTED = EventType("dossiers.accepted", DossierEvent)
RECEPTION_REFUSED = EventType("dossiers.reception_refused", DossierEvent)
PASSED_ON = EventType("dossiers.passed_on", PassedOnEvent)
PARTICIPATION_ENDED = EventType("dossiers.participation_ended", DossierEvent)
"""An agency through whose hands the dossier passed takes part no longer: its files are not for that agency any more."""
FEE_DUE = EventType("dossiers.fee_due", FeeDueEvent)
FEE_BILLED = EventType("dossiers.fee_billed", DossierEvent)
"""The bill that collects the fee is known."""
FEE_PAID = EventType("dossiers.fee_paid", DossierEvent)
FEE_LAPSED = EventType("dossiers.fee_lapsed", FeeLapsedEvent)
"""The time to pay has ended without money."""
PROCESSING_STARTED = EventType("dossiers.processing_started", DossierEvent)
STEP_COMPLETED = EventType("dossiers.step_completed", StepEvent)
SUPPLEMENT_REQUESTED = EventType("dossiers.supplement_requested", SupplementRequestedEvent)
SUPPLEMENTED = EventType("dossiers.supplemented", SupplementedEvent)
STEP_ACKNOWLEDGED = EventType("dossiers.step_acknowledged", StepAcknowledgedEvent)
CONSENT_REQUESTED = EventType("dossiers.consent_requested", ConsentEvent)
CONSENT_RECORDED = EventType("dossiers.consent_recorded", ConsentEvent)
EXTENDED = EventType("dossiers.extended", ExtendedEvent)
DUE_DATE_MOVED = EventType("dossiers.due_date_moved", DueDateMovedEvent)
"""An announced outage moved the due date."""
CONSULTATION_REQUESTED = EventType("dossiers.consultation_requested", ConsultationEvent)
CONSULTATION_ANSWERED = EventType("dossiers.consultation_answered", ConsultationEvent)
VERIFICATION_SCHEDULED = EventType("dossiers.verification_scheduled", VerificationEvent)
VERIFICATION_RECORDED = EventType("dossiers.verification_recorded", VerificationEvent)
STOPPED = EventType("dossiers.stopped", DossierEvent)
RESUMED = EventType("dossiers.resumed", DossierEvent)
RESULT_PROPOSED = EventType("dossiers.result_proposed", ResultProposedEvent)
RESULT_ISSUED = EventType("dossiers.result_issued", ResultIssuedEvent)
RESULT_SEALED = EventType("dossiers.result_sealed", ResultSealedEvent)
RESULT_SEAL_FAILED = EventType("dossiers.result_seal_failed", ResultSealFailedEvent)
RESULT_CORRECTED = EventType("dossiers.result_corrected", ResultIssuedEvent)
RESULT_RETURNED = EventType("dossiers.result_returned", DossierEvent)
WITHDRAWN = EventType("dossiers.withdrawn", WithdrawnEvent)
ERROR_RECORDED = EventType("dossiers.error_recorded", ErrorRecordedEvent)
LAW_ADOPTED = EventType("dossiers.law_adopted", DossierEvent)
DOCUMENT_ISSUED = EventType("dossiers.document_issued", DocumentIssuedEvent)
DOCUMENT_FAILED = EventType("dossiers.document_failed", DocumentFailedEvent)
DUE_SOON = EventType("dossiers.due_soon", DeadlineEvent)
OVERDUE = EventType("dossiers.overdue", DeadlineEvent)
CLAIMED = EventType("dossiers.claimed", HandedOverEvent)
RELEASED = EventType("dossiers.released", HandedOverEvent)
ASSIGNED = EventType("dossiers.assigned", HandedOverEvent)
HANDED_OVER = EventType("dossiers.handed_over", HandedOverEvent)
DELEGATED = EventType("dossiers.delegated", DelegationEvent)
DELEGATION_ENDED = EventType("dossiers.delegation_ended", DelegationEvent)
APPLICANT_KNOWN = EventType("dossiers.applicant_known", DossierFilesEvent)
"""The owner, whom somebody else had named by number, has proved it: the account follows the dossier from now on."""
RATED = EventType("dossiers.rated", RatedEvent)
TRANSFER_CHANGED = EventType("dossiers.transfer_changed", TransferEvent)
FILE_PLAN_CHANGED = EventType("dossiers.file_plan_changed", FilePlanEvent)

EVENTS = events_of(__name__)

"""What is asked of the dossiers service: filing and acts."""

from typing import Annotated, Any

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Identifier, Instant, LongText, ShortText, Vnd
from contracts.catalog import FeeReductionGround, ProcedureCode, SubmissionChannel
from contracts.dossiers.papers import PaperRef
from contracts.dossiers.parts import ErrorKind, Satisfaction
from contracts.dossiers.people import OnBehalf, Principal
from contracts.dossiers.status import ResultOutcome, ReturnMethod

Papers = Annotated[tuple[PaperRef, ...], Field(max_length=50)]
FeeReductionGrounds = Annotated[tuple[FeeReductionGround, ...], Field(max_length=8)]


class SubmitDossierBody(Body):
    """By a citizen, for himself or `on_behalf` of another person or an organisation.

    Errors: not_found, procedure_not_fileable, invalid_form_data, paper_missing, file_not_usable, paper_not_usable.
    """

    procedure_code: ProcedureCode
    agency_code: AgencyCode
    case_code: ShortText | None = None
    channel: SubmissionChannel = SubmissionChannel.ONLINE
    form_data: dict[str, Any]
    papers: Papers = ()
    claims: FeeReductionGrounds = ()
    on_behalf: OnBehalf | None = None
    return_method: ReturnMethod = ReturnMethod.ONLINE
    return_address: ShortText | None = None


class SubmitDossier(SubmitDossierBody, Command):
    """Command to submit a dossier (nộp hồ sơ), by a citizen."""


class FileAtDeskBody(Body):
    """By an officer of reception: a dossier that came to the counter or by post (Bộ phận Một cửa).

    `applicant_account_id` where the owner has an account here. Papers may lie there on paper only.
    """

    procedure_code: ProcedureCode
    case_code: ShortText | None = None
    channel: SubmissionChannel = SubmissionChannel.DIRECT
    applicant: Principal
    applicant_account_id: Identifier | None = None
    brought_by: OnBehalf | None = None
    form_data: dict[str, Any]
    papers: Papers = ()
    claims: FeeReductionGrounds = ()
    return_method: ReturnMethod = ReturnMethod.COUNTER
    return_address: ShortText | None = None


class FileAtDesk(FileAtDeskBody, Command):
    """Command to file a dossier that came to the counter or by post, by an officer of reception."""


class DossierCommand(Command):
    """Any act on an existing dossier: `expected_version` is the version that the caller has seen."""

    dossier_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]


class AcceptBody(Body):
    """Reception (tiếp nhận, Mẫu 01). `due_at` and `fee_amount` only where the law gives words instead of numbers.

    `confirmed_claims` are those of the applicant's claims that the officer has seen proof of. `receipt_number`: the
    fee was taken at the counter. Who has no account pays at the counter.
    """

    due_at: Instant | None = None
    fee_amount: Vnd | None = None
    confirmed_claims: FeeReductionGrounds = ()
    receipt_number: ShortText | None = None
    note: LongText | None = None


class Accept(AcceptBody, DossierCommand):
    """Command to receive a dossier (tiếp nhận)."""


class RefuseReceptionBody(Body):
    """Mẫu 03: the reason is mandatory."""

    reason: LongText
    legal_ground: ShortText | None = None


class RefuseReception(RefuseReceptionBody, DossierCommand):
    """Command to refuse reception (từ chối tiếp nhận)."""


class RequestSupplementBody(Body):
    """Mẫu 02: once, complete. `override_reason`: a further one, by a leader only; it counts against the agency."""

    reason: LongText
    items: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=30)]
    legal_ground: ShortText | None = None
    override_reason: LongText | None = None


class RequestSupplement(RequestSupplementBody, DossierCommand):
    """Command to ask for a supplement (yêu cầu bổ sung)."""


class AnswerSupplementBody(Body):
    """By the applicant; where the dossier came on paper, also written down by an officer of reception.

    New papers replace those of the same component; `form_data` replaces the whole form.
    """

    form_data: dict[str, Any] | None = None
    papers: Papers = ()


class AnswerSupplement(AnswerSupplementBody, DossierCommand):
    """Command to supplement a dossier (bổ sung hồ sơ)."""


class StartProcessingBody(Body):
    """To start processing (bắt đầu xử lý)."""

    note: LongText | None = None


class StartProcessing(StartProcessingBody, DossierCommand):
    """Command to start processing (bắt đầu xử lý)."""


class CompleteStepBody(Body):
    """An open step of the internal process, by an officer of its role and agency. `file_id`, `number`: the result
    that the step yields, where it has a result code."""

    step_code: ShortText
    file_id: Identifier | None = None
    number: ShortText | None = None
    note: LongText | None = None


class CompleteStep(CompleteStepBody, DossierCommand):
    """Command to complete an open step of the internal process."""


class ExtendBody(Body):
    """Apologise and give a new date (Mẫu 04, art 19.9), at most once. In time: the due date moves. Too late: the
    apology and the promised date are kept and told, and the dossier stays late."""

    reason: LongText
    promised_at: Instant


class Extend(ExtendBody, DossierCommand):
    """Command to apologise and give a new date (xin lỗi và hẹn lại)."""


class RequestConsultationBody(Body):
    """Lấy ý kiến (art 19.5), of an agency by any of its codes."""

    agency_code: AgencyCode
    content: LongText
    due_at: Instant


class RequestConsultation(RequestConsultationBody, DossierCommand):
    """Command to ask another agency for its opinion (lấy ý kiến)."""


class AnswerConsultationBody(Body):
    """By an officer of the consulted agency."""

    consultation_id: Identifier
    answer: LongText


class AnswerConsultation(AnswerConsultationBody, DossierCommand):
    """Command to give the opinion that was asked for (cho ý kiến)."""


class ScheduleVerificationBody(Body):
    """Thẩm tra, xác minh (art 19.3): with time and place when the applicant must attend."""

    content: LongText
    place: ShortText
    scheduled_at: Instant
    due_at: Instant | None = None
    attendance: bool = False
    participants: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()


class ScheduleVerification(ScheduleVerificationBody, DossierCommand):
    """Command to schedule a verification (thẩm tra, xác minh)."""


class RecordVerificationBody(Body):
    """Biên bản."""

    verification_id: Identifier
    minutes: LongText
    participants: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    minutes_file_id: Identifier | None = None


class RecordVerification(RecordVerificationBody, DossierCommand):
    """Command to record the minutes of a verification (biên bản)."""


class StopBody(Body):
    """Thông báo dừng giải quyết (TT 03/2025/TT-VPCP, Mẫu 05)."""

    reason: LongText
    legal_ground: ShortText | None = None


class Stop(StopBody, DossierCommand):
    """Command to stop processing (dừng giải quyết)."""


class ResumeBody(Body):
    """To resume processing (tiếp tục giải quyết)."""

    note: LongText | None = None


class Resume(ResumeBody, DossierCommand):
    """Command to resume processing (tiếp tục giải quyết)."""


class IssueResultBody(Body):
    """Approved: `file_id` of the result, unless the steps have yielded them all. Refused: `reason`."""

    outcome: ResultOutcome
    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier | None = None
    reason: LongText | None = None
    legal_ground: ShortText | None = None


class IssueResult(IssueResultBody, DossierCommand):
    """Command to issue the result (ban hành kết quả)."""


class ReturnResultBody(Body):
    """At the desk, by post (with its tracking number) or online."""

    recipient: ShortText
    method: ReturnMethod
    tracking_number: ShortText | None = None


class ReturnResult(ReturnResultBody, DossierCommand):
    """Command to return the result (trả kết quả)."""


class ServeAtOnceBody(Body):
    """Immediate result (art 17.4): received, done and returned in one act; the result is kept all the same."""

    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier
    recipient: ShortText
    method: ReturnMethod = ReturnMethod.COUNTER
    fee_amount: Vnd | None = None
    confirmed_claims: FeeReductionGrounds = ()
    receipt_number: ShortText | None = None


class ServeAtOnce(ServeAtOnceBody, DossierCommand):
    """Command to receive, do and return at once (trả kết quả ngay)."""


class WithdrawBody(Body):
    """By the applicant, before the result is ready; where the dossier came on paper, also written down by an officer
    of reception."""

    reason: LongText


class Withdraw(WithdrawBody, DossierCommand):
    """Command to withdraw a dossier (rút hồ sơ)."""


class RecordErrorBody(Body):
    """Error or loss by the agency (art 21)."""

    kind: ErrorKind
    description: LongText
    apology: LongText


class RecordError(RecordErrorBody, DossierCommand):
    """Command to record an error or a loss by the agency, with its apology."""


class CorrectResultBody(Body):
    """A corrected result takes the place of a wrong one, after the error was recorded; the old one is revoked."""

    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier


class CorrectResult(CorrectResultBody, DossierCommand):
    """Command to put a corrected result in the place of a wrong one."""


class AdoptLawBody(Body):
    """Move a running dossier to the law of today: an explicit, logged step, by a leader, with its reason."""

    reason: LongText


class AdoptLaw(AdoptLawBody, DossierCommand):
    """Command to move a running dossier to the law of today."""


class ClaimDossierBody(Body):
    """Take a dossier of the queue (nhận xử lý)."""


class ClaimDossier(ClaimDossierBody, DossierCommand):
    """Command to take a dossier out of the queue (nhận xử lý)."""


class ReleaseDossierBody(Body):
    """Give it back to the queue of its unit."""

    note: LongText | None = None


class ReleaseDossier(ReleaseDossierBody, DossierCommand):
    """Command to give a dossier back to the queue (trả lại hàng chờ)."""


class AssignDossierBody(Body):
    """By a manager or leader: to an officer, or to a unit's queue."""

    officer_id: Identifier | None = None
    unit: Annotated[str, Field(max_length=64)] = ""
    note: LongText | None = None


class AssignDossier(AssignDossierBody, DossierCommand):
    """Command to assign a dossier (phân công)."""


class HandOverDossierBody(Body):
    """By who has it: to another officer or unit, with a note (chuyển hồ sơ)."""

    officer_id: Identifier | None = None
    unit: Annotated[str, Field(max_length=64)] = ""
    note: LongText


class HandOverDossier(HandOverDossierBody, DossierCommand):
    """Command to hand a dossier over (chuyển hồ sơ)."""


class RateDossierBody(Body):
    """By the applicant, once, after the return."""

    satisfaction: Satisfaction
    reasons: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    comment: LongText | None = None


class RateDossier(RateDossierBody, DossierCommand):
    """Command to rate how a dossier went (đánh giá)."""

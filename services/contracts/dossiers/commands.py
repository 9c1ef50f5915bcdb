"""Commands of the dossiers service: submissions and actions."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Identifier, Instant, Model, Vnd
from contracts.catalog import FeeReductionGround, ProcedureCode, SubmissionChannel
from contracts.dossiers.kiosk import Kiosk
from contracts.dossiers.obligations import ObligationItems, StatedFees
from contracts.dossiers.papers import PaperRef, SupplementPaperRef
from contracts.dossiers.parts import ErrorKind, FailedLookUp, Satisfaction, SupplementReason
from contracts.dossiers.people import OnBehalf, Principal
from contracts.dossiers.status import ResultOutcome, ReturnMethod
from contracts.printable import LongText, Printable, ShortText, Title, normal_values
from contracts.subjects import Subject, Subjects

FormData = Annotated[dict[str, Any], AfterValidator(normal_values)]
"""Data of a form (tờ khai); its texts are kept in normal form."""
Papers = Annotated[tuple[PaperRef, ...], Field(max_length=50)]
FeeReductionGrounds = Annotated[tuple[FeeReductionGround, ...], Field(max_length=8)]


class SubmitDossierBody(Body):
    """A dossier to submit (nộp hồ sơ).

    By a citizen, for himself or `on_behalf` of another person or an organisation.

    Errors: not_found, procedure_not_fileable, invalid_form_data, paper_missing, file_not_usable, paper_not_usable.
    """

    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    agency_code: AgencyCode
    """Code of the agency to file at (mã định danh cơ quan)."""
    case_code: ShortText | None = None
    """Code of the case (trường hợp thực hiện) of the procedure."""
    channel: SubmissionChannel = SubmissionChannel.ONLINE
    """How the dossier comes (cách thức thực hiện)."""
    form_data: FormData
    """The form's data (tờ khai), as the procedure's JSON Schema has it."""
    papers: Papers = ()
    """Papers handed in (thành phần hồ sơ)."""
    claims: FeeReductionGrounds = ()
    """Grounds on which a fee is reduced or waived (đối tượng được miễn, giảm)."""
    on_behalf: OnBehalf | None = None
    """Whom the caller acts for; none: himself."""
    subjects: Subjects = ()
    """The persons whom the results are about (chủ thể), where it is not the applicant."""
    kiosk: Kiosk | None = None
    """The kiosk at which it is filed (ki-ốt thông minh); none: elsewhere."""
    return_method: ReturnMethod = ReturnMethod.ONLINE
    """How the result is returned (hình thức trả kết quả)."""
    return_address: ShortText | None = None
    """Where to send the result, by post."""


class SubmitDossier(SubmitDossierBody, Command):
    """Command to submit a dossier (nộp hồ sơ), by a citizen."""


class FileAtDeskBody(Body):
    """A dossier to file at the counter (nộp hồ sơ trực tiếp).

    By an officer of reception: a dossier that came to the counter or by post (Bộ phận Một cửa).

    `applicant_account_id` where the owner has an account here. Papers may lie there on paper only.
    """

    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    case_code: ShortText | None = None
    """Code of the case (trường hợp thực hiện) of the procedure."""
    channel: SubmissionChannel = SubmissionChannel.DIRECT
    """How the dossier came (cách thức thực hiện)."""
    forward_to: AgencyCode | None = None
    """Competent agency that the dossier is filed for, which receives it then; none: the caller's own."""
    forward_reason: LongText | None = None
    """Why it is received for another agency; with `forward_to` only."""
    applicant: Principal
    """The owner of the dossier (chủ hồ sơ)."""
    applicant_account_id: Identifier | None = None
    """Account of the owner, if he has one."""
    brought_by: OnBehalf | None = None
    """Who brought it for the owner, and by which right."""
    subjects: Subjects = ()
    """The persons whom the results are about (chủ thể), where it is not the applicant."""
    form_data: FormData
    """The form's data (tờ khai), as the procedure's JSON Schema has it."""
    papers: Papers = ()
    """Papers handed in (thành phần hồ sơ); they may lie at the desk on paper."""
    claims: FeeReductionGrounds = ()
    """Grounds on which a fee is reduced or waived (đối tượng được miễn, giảm)."""
    return_method: ReturnMethod = ReturnMethod.COUNTER
    """How the result is returned (hình thức trả kết quả)."""
    return_address: ShortText | None = None
    """Where to send the result, by post."""


class FileAtDesk(FileAtDeskBody, Command):
    """Command to file a dossier that came to the counter or by post, by an officer of reception."""


class DossierCommand(Command):
    """Any act on an existing dossier: `expected_version` is the version that the caller has seen."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; refused when it is not the current one. 0: whichever is current."""


ReceiptNumber = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=50,
        pattern=r"^(?:[A-Za-zĐđ][0-9A-Za-zĐđ./_ -]*)?[0-9][0-9A-Za-zĐđ./_ -]*$",
    ),
]
"""Symbol and number of a receipt (ký hiệu, số biên lai): letters, digits, blanks and . / _ -, a digit among them."""


class AcceptBody(Body):
    """Reception (tiếp nhận, Mẫu 01). `due_at` and `fee_amount` only where the law gives words instead of numbers.

    `confirmed_claims` are those of the applicant's claims that the officer has seen proof of. `receipt_number`: the
    fee was taken at the counter. Who has no account pays at the counter.
    """

    due_at: Instant | None = None
    """Due date (ngày hẹn trả), where the law gives words (time with its offset from UTC)."""
    fee_amount: Vnd | None = None
    """The fee, where the law gives one in words instead of a number, VND."""
    fee_amounts: StatedFees = ()
    """The amount of each fee that the law gives in words, by its code; where there are several, in place of `fee_amount`."""
    confirmed_claims: FeeReductionGrounds = ()
    """Those of the applicant's claims that the officer has seen proof of."""
    receipt_number: ReceiptNumber | None = None
    """Number of the receipt (biên lai) of a fee taken at the counter; an agency uses each once."""
    identity_seen: bool = False
    """Whether the officer saw the identity of who filed at a kiosk that did not check it, or could not by law."""
    receipt: bool = False
    """Whether the applicant asks for the receipt (Mẫu 01) of an immediate result; of others it is always given."""
    note: LongText | None = None
    """Note for the file (ghi chú)."""


class Accept(AcceptBody, DossierCommand):
    """Command to receive a dossier (tiếp nhận)."""


class RefuseReceptionBody(Body):
    """A refusal of reception (từ chối tiếp nhận).

    Mẫu 03: the reason is mandatory.
    """

    reason: LongText
    """The reason (lý do)."""
    legal_ground: ShortText | None = None
    """The legal ground (căn cứ pháp lý)."""


class RefuseReception(RefuseReceptionBody, DossierCommand):
    """Command to refuse reception (từ chối tiếp nhận)."""


class PassOnBody(Body):
    """A passing on to the competent agency (chuyển hồ sơ đến cơ quan có thẩm quyền).

    Of what was filed at an agency that is not the right one, before it is received; the competent agency receives it then.
    """

    to_agency: AgencyCode
    """Any code of the competent agency."""
    reason: LongText
    """Why it is passed on, for the applicant and for the other agency (lý do)."""


class PassOn(PassOnBody, DossierCommand):
    """Command to pass a dossier on to the competent agency (chuyển hồ sơ)."""


class ComponentRequest(Model):
    """A paper that is asked for anew or beside (thành phần cần bổ sung)."""

    component_code: ShortText
    """Code of the component (thành phần hồ sơ) of the procedure."""
    piece: Identifier | None = None
    """File or stored paper of the dossier that is to be replaced; none: all that it has of the component."""
    note: ShortText | None = None
    """What is wrong with it, for the applicant."""
    reason_code: SupplementReason | None = None
    """Why it is asked for; of what a database holds it follows from the failed look-up."""


class RequestSupplementBody(Body):
    """What is to be supplemented (yêu cầu bổ sung).

    Mẫu 02: once, complete: papers by component, and in words what is no paper. `override_reason`: a further one, by a
    leader only; it counts against the agency.
    """

    reason: LongText
    """The reason (lý do)."""
    components: Annotated[tuple[ComponentRequest, ...], Field(max_length=50)] = ()
    """The papers that are to be supplemented, by component."""
    items: Annotated[tuple[ShortText, ...], Field(max_length=30)] = ()
    """What else is to be supplemented, in words (nội dung bổ sung); needed where no component is named."""
    legal_ground: ShortText | None = None
    """The legal ground (căn cứ pháp lý)."""
    override_reason: LongText | None = None
    """Why a further supplement is asked for; by a leader only."""
    failed_look_ups: Annotated[tuple[FailedLookUp, ...], Field(max_length=50)] = ()
    """The look-ups that failed: without one, no paper that a database holds may be asked for."""


class RequestSupplement(RequestSupplementBody, DossierCommand):
    """Command to ask for a supplement (yêu cầu bổ sung)."""


class AnswerSupplementBody(Body):
    """A supplement (bổ sung hồ sơ).

    By the applicant; where the dossier came on paper, also written down by an officer of reception.

    A paper takes the place of the one that it names, or that the request named, or of the only one of its component;
    any other is added. `form_data` replaces the whole form.
    """

    form_data: FormData | None = None
    """The whole form anew; none: as it was."""
    papers: Annotated[tuple[SupplementPaperRef, ...], Field(max_length=50)] = ()
    """New papers, each in the place of another or beside them."""


class AnswerSupplement(AnswerSupplementBody, DossierCommand):
    """Command to supplement a dossier (bổ sung hồ sơ)."""


class StartProcessingBody(Body):
    """To start processing (bắt đầu xử lý)."""

    note: LongText | None = None
    """Note for the file (ghi chú)."""


class StartProcessing(StartProcessingBody, DossierCommand):
    """Command to start processing (bắt đầu xử lý)."""


class CompleteStepBody(Body):
    """The completion of a step (hoàn thành bước xử lý).

    An open step of the internal process, by an officer of its role and agency. `file_id`, `number`: the result that the
    step yields, where it has a result code. Its agency may refuse its part with a reason; what comes after it and would
    yield a result is not done then, and the rest goes on.
    """

    step_code: ShortText
    """Code of the step (bước xử lý) of the internal process."""
    file_id: Identifier | None = None
    """File of the result that the step yields."""
    number: ShortText | None = None
    """Number of that result."""
    outcome: ResultOutcome = ResultOutcome.APPROVED
    """Whether the agency of the step grants its part or refuses it; of a step that yields a result."""
    reason: LongText | None = None
    """Why it is refused; only then."""
    result_code: ShortText | None = None
    """Code of the paper that refuses it (mã kết quả, KQ.*), where the procedure has one; only then."""
    subject: Subject | None = None
    """Whom the result is about (chủ thể); none: the only one that the filing names, else the applicant."""
    finished_at: Instant | None = None
    """When the agency finished it in its own system (time with its offset from UTC); none: now."""
    note: LongText | None = None
    """Note for the file (ghi chú)."""


class CompleteStep(CompleteStepBody, DossierCommand):
    """Command to complete an open step of the internal process."""


class ImposeObligationBody(Body):
    """A financial obligation after reception (yêu cầu thực hiện nghĩa vụ tài chính).

    What a notice assesses while the dossier is processed, or what is due with the result: each fee, charge and tax a line of
    its own. `receipt_number`: it was paid at the counter. Who has no account pays at the counter.
    """

    items: ObligationItems
    """What is to be paid, line by line."""
    legal_ground: ShortText
    """The notice that assesses it, by number and day, or the legal ground (thông báo, căn cứ pháp lý)."""
    receipt_number: ReceiptNumber | None = None
    """Number of the receipt (biên lai) of what was paid at the counter; an agency uses each once."""


class ImposeObligation(ImposeObligationBody, DossierCommand):
    """Command to ask for a financial obligation (yêu cầu thực hiện nghĩa vụ tài chính)."""


class ExtendBody(Body):
    """Apologise and give a new date (Mẫu 04, art 19.9), at most once. In time: the due date moves. Too late: the
    apology and the promised date are recorded and announced, and the dossier stays late."""

    reason: LongText
    """The reason (lý do)."""
    promised_at: Instant
    """The new date promised to the applicant (ngày hẹn trả lại) (time with its offset from UTC)."""


class Extend(ExtendBody, DossierCommand):
    """Command to apologise and give a new date (xin lỗi và hẹn lại)."""


class RequestConsultationBody(Body):
    """Lấy ý kiến (art 19.5), of an agency by any of its codes."""

    agency_code: AgencyCode
    """Any code of the agency to be consulted."""
    content: LongText
    """What is asked (nội dung lấy ý kiến)."""
    due_at: Instant
    """Until when it should answer (time with its offset from UTC)."""


class RequestConsultation(RequestConsultationBody, DossierCommand):
    """Command to ask another agency for its opinion (lấy ý kiến)."""


class AnswerConsultationBody(Body):
    """The opinion that was asked for (ý kiến).

    By an officer of the consulted agency.
    """

    consultation_id: Identifier
    """Id of the consultation (lấy ý kiến)."""
    answer: LongText
    """The opinion given (ý kiến trả lời)."""


class AnswerConsultation(AnswerConsultationBody, DossierCommand):
    """Command to give the opinion that was asked for (cho ý kiến)."""


class ScheduleVerificationBody(Body):
    """Thẩm tra, xác minh (art 19.3): with time and place when the applicant must attend."""

    content: LongText
    """What is to be verified."""
    place: ShortText
    """Where it takes place (địa điểm)."""
    scheduled_at: Instant
    """When it takes place (thời gian) (time with its offset from UTC)."""
    due_at: Instant | None = None
    """Until when it must be done (time with its offset from UTC)."""
    attendance: bool = False
    """Whether the applicant must come."""
    participants: Annotated[tuple[Title, ...], Field(max_length=20)] = ()
    """Who takes part (thành phần tham gia)."""


class ScheduleVerification(ScheduleVerificationBody, DossierCommand):
    """Command to schedule a verification (thẩm tra, xác minh)."""


class RecordVerificationBody(Body):
    """Biên bản."""

    verification_id: Identifier
    """Id of the verification (thẩm tra, xác minh)."""
    minutes: LongText
    """The minutes (biên bản)."""
    participants: Annotated[tuple[Title, ...], Field(max_length=20)] = ()
    """Who takes part (thành phần tham gia)."""
    minutes_file_id: Identifier | None = None
    """File of the signed minutes."""


class RecordVerification(RecordVerificationBody, DossierCommand):
    """Command to record the minutes of a verification (biên bản)."""


class StopBody(Body):
    """Thông báo dừng giải quyết (TT 03/2025/TT-VPCP, Mẫu 05)."""

    reason: LongText
    """The reason (lý do)."""
    legal_ground: ShortText | None = None
    """The legal ground (căn cứ pháp lý)."""


class Stop(StopBody, DossierCommand):
    """Command to stop processing (dừng giải quyết)."""


class ResumeBody(Body):
    """To resume processing (tiếp tục giải quyết)."""

    note: LongText | None = None
    """Note for the file (ghi chú)."""


class Resume(ResumeBody, DossierCommand):
    """Command to resume processing (tiếp tục giải quyết)."""


class ProposeResultBody(Body):
    """The draft of a result, submitted for signature (trình ký).

    By who handles the dossier. Approved: `file_id` of the draft, unless the steps have yielded all results. Refused:
    `reason`. Who signs reads it and issues it, or something else.
    """

    outcome: ResultOutcome
    """Approved, or refused with a reason."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*)."""
    number: ShortText | None = None
    """Number of the result (số văn bản)."""
    file_id: Identifier | None = None
    """File of the draft (dự thảo)."""
    subject: Subject | None = None
    """Whom the result is about (chủ thể), of an approval with its file; none: it is said when it is issued."""
    reason: LongText | None = None
    """Why it is to be refused; only then."""
    legal_ground: ShortText | None = None
    """The legal ground (căn cứ pháp lý)."""


class ProposeResult(ProposeResultBody, DossierCommand):
    """Command to submit the draft of a result for signature (trình ký)."""


class IssueResultBody(Body):
    """A result to issue (ban hành kết quả).

    Approved: `file_id` of the result, unless the steps have yielded them all. Refused: `reason`. What is left out is taken
    from the draft that was submitted with the same outcome, if there is one.
    """

    outcome: ResultOutcome
    """Approved, or refused with a reason."""
    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*); an approval names it where the procedure has several kinds."""
    number: ShortText | None = None
    """Number of the result (số văn bản)."""
    file_id: Identifier | None = None
    """File of the result; not when the steps have yielded it."""
    subject: Subject | None = None
    """Whom the result is about (chủ thể); none: the only one that the filing names, else the applicant."""
    reason: LongText | None = None
    """Why it is refused; only then."""
    legal_ground: ShortText | None = None
    """The legal ground (căn cứ pháp lý)."""


class IssueResult(IssueResultBody, DossierCommand):
    """Command to issue the result (ban hành kết quả)."""


class ReturnResultBody(Body):
    """How a result was returned (trả kết quả).

    At the desk, by post (with its tracking number) or online.
    """

    recipient: Title
    """Who received it (người nhận)."""
    method: ReturnMethod
    """How it was returned (hình thức trả kết quả)."""
    tracking_number: ShortText | None = None
    """Tracking number of the postal service (số hiệu bưu gửi)."""


class ReturnResult(ReturnResultBody, DossierCommand):
    """Command to return the result (trả kết quả)."""


class ServeAtOnceBody(Body):
    """Immediate result (art 17.4): received, done and returned in one act; the result is stored all the same."""

    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*); an approval names it where the procedure has several kinds."""
    number: ShortText | None = None
    """Number of the result (số văn bản)."""
    file_id: Identifier
    """File of the result."""
    subject: Subject | None = None
    """Whom the result is about (chủ thể); none: the only one that the filing names, else the applicant."""
    recipient: Title
    """Who received it (người nhận)."""
    method: ReturnMethod = ReturnMethod.COUNTER
    """How it was returned (hình thức trả kết quả)."""
    fee_amount: Vnd | None = None
    """The fee, where the law gives one in words instead of a number, VND."""
    fee_amounts: StatedFees = ()
    """The amount of each fee that the law gives in words, by its code; where there are several, in place of `fee_amount`."""
    confirmed_claims: FeeReductionGrounds = ()
    """Those of the applicant's claims that the officer has seen proof of."""
    receipt_number: ReceiptNumber | None = None
    """Number of the receipt (biên lai) of a fee taken at the counter; an agency uses each once."""
    identity_seen: bool = False
    """Whether the officer saw the identity of who filed at a kiosk that did not check it, or could not by law."""
    receipt: bool = False
    """Whether the applicant asks for the receipt of his dossier (giấy tiếp nhận, Mẫu 01)."""


class ServeAtOnce(ServeAtOnceBody, DossierCommand):
    """Command to receive, do and return at once (trả kết quả ngay)."""


class WithdrawBody(Body):
    """A withdrawal (rút hồ sơ).

    By the applicant, before the result is ready; where the dossier came on paper, also written down by an officer
    of reception.
    """

    reason: LongText
    """The reason (lý do)."""


class Withdraw(WithdrawBody, DossierCommand):
    """Command to withdraw a dossier (rút hồ sơ)."""


class RecordErrorBody(Body):
    """Error or loss by the agency (art 21)."""

    kind: ErrorKind
    """Error (sai sót) or loss (mất, hư hỏng)."""
    description: LongText
    """What happened."""
    apology: LongText
    """The apology (lời xin lỗi)."""


class RecordError(RecordErrorBody, DossierCommand):
    """Command to record an error or a loss by the agency, with its apology."""


class CorrectResultBody(Body):
    """A corrected result takes the place of a wrong one, after the error was recorded; the old one is revoked."""

    result_code: ShortText | None = None
    """Code of the result (mã kết quả, KQ.*); none: that of the wrong one."""
    subject: Subject | None = None
    """Whom the corrected result is about (chủ thể); none: whom the wrong one is about."""
    number: ShortText | None = None
    """Number of the corrected result (số văn bản)."""
    file_id: Identifier
    """File of the corrected result."""


class CorrectResult(CorrectResultBody, DossierCommand):
    """Command to put a corrected result in the place of a wrong one."""


class AdoptLawBody(Body):
    """Move a running dossier to the law of today: an explicit, logged step, by a leader, with its reason."""

    reason: LongText
    """The reason (lý do)."""
    requested_by_applicant: bool = False
    """Whether the applicant asks for it; what was filed before the rules of an interlinked group needs it (NĐ 301/2026)."""


class AdoptLaw(AdoptLawBody, DossierCommand):
    """Command to move a running dossier to the law of today."""


class ClaimDossierBody(Body):
    """Nothing more is needed to take a dossier.

    Take a dossier of the queue (nhận xử lý).
    """


class ClaimDossier(ClaimDossierBody, DossierCommand):
    """Command to take a dossier out of the queue (nhận xử lý)."""


class ReleaseDossierBody(Body):
    """A note on giving a dossier back (trả lại hàng chờ).

    Give it back to the queue of its unit.
    """

    note: LongText | None = None
    """Note for the file (ghi chú)."""


class ReleaseDossier(ReleaseDossierBody, DossierCommand):
    """Command to give a dossier back to the queue (trả lại hàng chờ)."""


class AssignDossierBody(Body):
    """An assignment (phân công).

    By a manager or leader: to an officer, or to a unit's queue.
    """

    officer_id: Identifier | None = None
    """The officer who gets it; none: a unit's queue."""
    unit: Annotated[str, Printable(min_length=0, max_length=64)] = ""
    """The unit (phòng, bộ phận) whose queue gets it."""
    note: LongText | None = None
    """Note for the file (ghi chú)."""


class AssignDossier(AssignDossierBody, DossierCommand):
    """Command to assign a dossier (phân công)."""


class HandOverDossierBody(Body):
    """A hand-over (chuyển hồ sơ).

    By who has it: to another officer or unit, with a note (chuyển hồ sơ).
    """

    officer_id: Identifier | None = None
    """The officer who gets it; none: a unit's queue."""
    unit: Annotated[str, Printable(min_length=0, max_length=64)] = ""
    """The unit (phòng, bộ phận) whose queue gets it."""
    note: LongText
    """Note for the file (ghi chú)."""


class HandOverDossier(HandOverDossierBody, DossierCommand):
    """Command to hand a dossier over (chuyển hồ sơ)."""


class RateDossierBody(Body):
    """A rating (đánh giá).

    By the applicant, once, after the return.
    """

    satisfaction: Satisfaction
    """How satisfied the applicant is (mức độ hài lòng)."""
    reasons: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    """Why (lý do)."""
    comment: LongText | None = None
    """Comment of the applicant (ý kiến khác)."""


class RateDossier(RateDossierBody, DossierCommand):
    """Command to rate how a dossier went (đánh giá)."""

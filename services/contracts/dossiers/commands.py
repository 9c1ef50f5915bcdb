"""What is asked of the dossiers service: filing and acts."""

from typing import Annotated, Any

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Command, Identifier, Instant, LongText, ShortText, Vnd
from contracts.catalog import FeeReductionGround, ProcedureCode, SubmissionChannel
from contracts.dossiers.papers import PaperRef
from contracts.dossiers.parts import ErrorKind, Satisfaction
from contracts.dossiers.people import OnBehalf, Principal
from contracts.dossiers.status import ResultOutcome, ReturnMethod

Papers = Annotated[tuple[PaperRef, ...], Field(max_length=50)]
FeeReductionGrounds = Annotated[tuple[FeeReductionGround, ...], Field(max_length=8)]


class SubmitDossier(Command):
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


class FileAtDesk(Command):
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


class DossierCommand(Command):
    """Any act on an existing dossier: `expected_version` is the version that the caller has seen."""

    dossier_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]


class Accept(DossierCommand):
    """Reception (tiếp nhận, Mẫu 01). `due_at` and `fee_amount` only where the law gives words instead of numbers.

    `confirmed_claims` are those of the applicant's claims that the officer has seen proof of. `receipt_number`: the
    fee was taken at the counter. Who has no account pays at the counter.
    """

    due_at: Instant | None = None
    fee_amount: Vnd | None = None
    confirmed_claims: FeeReductionGrounds = ()
    receipt_number: ShortText | None = None
    note: LongText | None = None


class RefuseReception(DossierCommand):
    """Mẫu 03: the reason is mandatory."""

    reason: LongText
    legal_ground: ShortText | None = None


class RequestSupplement(DossierCommand):
    """Mẫu 02: once, complete. `override_reason`: a further one, by a leader only; it counts against the agency."""

    reason: LongText
    items: Annotated[tuple[ShortText, ...], Field(min_length=1, max_length=30)]
    legal_ground: ShortText | None = None
    override_reason: LongText | None = None


class AnswerSupplement(DossierCommand):
    """By the applicant; where the dossier came on paper, also written down by an officer of reception.

    New papers replace those of the same component; `form_data` replaces the whole form.
    """

    form_data: dict[str, Any] | None = None
    papers: Papers = ()


class StartProcessing(DossierCommand):
    note: LongText | None = None


class CompleteStep(DossierCommand):
    """An open step of the internal process, by an officer of its role and agency. `file_id`, `number`: the result
    that the step yields, where it has a result code."""

    step_code: ShortText
    file_id: Identifier | None = None
    number: ShortText | None = None
    note: LongText | None = None


class Extend(DossierCommand):
    """Apologise and give a new date (Mẫu 04, art 19.9), at most once. In time: the due date moves. Too late: the
    apology and the promised date are kept and told, and the dossier stays late."""

    reason: LongText
    promised_at: Instant


class RequestConsultation(DossierCommand):
    """Lấy ý kiến (art 19.5), of an agency by any of its codes."""

    agency_code: AgencyCode
    content: LongText
    due_at: Instant


class AnswerConsultation(DossierCommand):
    """By an officer of the consulted agency."""

    consultation_id: Identifier
    answer: LongText


class ScheduleVerification(DossierCommand):
    """Thẩm tra, xác minh (art 19.3): with time and place when the applicant must attend."""

    content: LongText
    place: ShortText
    scheduled_at: Instant
    due_at: Instant | None = None
    attendance: bool = False
    participants: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()


class RecordVerification(DossierCommand):
    """Biên bản."""

    verification_id: Identifier
    minutes: LongText
    participants: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()
    minutes_file_id: Identifier | None = None


class Stop(DossierCommand):
    """Thông báo dừng giải quyết (TT 03/2025/TT-VPCP, Mẫu 05)."""

    reason: LongText
    legal_ground: ShortText | None = None


class Resume(DossierCommand):
    note: LongText | None = None


class IssueResult(DossierCommand):
    """Approved: `file_id` of the result, unless the steps have yielded them all. Refused: `reason`."""

    outcome: ResultOutcome
    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier | None = None
    reason: LongText | None = None
    legal_ground: ShortText | None = None


class ReturnResult(DossierCommand):
    """At the desk, by post (with its tracking number) or online."""

    recipient: ShortText
    method: ReturnMethod
    tracking_number: ShortText | None = None


class ServeAtOnce(DossierCommand):
    """Immediate result (art 17.4): received, done and returned in one act; the result is kept all the same."""

    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier
    recipient: ShortText
    method: ReturnMethod = ReturnMethod.COUNTER
    fee_amount: Vnd | None = None
    confirmed_claims: FeeReductionGrounds = ()
    receipt_number: ShortText | None = None


class Withdraw(DossierCommand):
    """By the applicant, before the result is ready; where the dossier came on paper, also written down by an officer
    of reception."""

    reason: LongText


class RecordError(DossierCommand):
    """Error or loss by the agency (art 21)."""

    kind: ErrorKind
    description: LongText
    apology: LongText


class CorrectResult(DossierCommand):
    """A corrected result takes the place of a wrong one, after the error was recorded; the old one is revoked."""

    result_code: ShortText | None = None
    number: ShortText | None = None
    file_id: Identifier


class AdoptLaw(DossierCommand):
    """Move a running dossier to the law of today: an explicit, logged step, by a leader, with its reason."""

    reason: LongText


class ClaimDossier(DossierCommand):
    """Take a dossier of the queue (nhận xử lý)."""


class ReleaseDossier(DossierCommand):
    """Give it back to the queue of its unit."""

    note: LongText | None = None


class AssignDossier(DossierCommand):
    """By a manager or leader: to an officer, or to a unit's queue."""

    officer_id: Identifier | None = None
    unit: Annotated[str, Field(max_length=64)] = ""
    note: LongText | None = None


class HandOverDossier(DossierCommand):
    """By who has it: to another officer or unit, with a note (chuyển hồ sơ)."""

    officer_id: Identifier | None = None
    unit: Annotated[str, Field(max_length=64)] = ""
    note: LongText


class RateDossier(DossierCommand):
    """By the applicant, once, after the return."""

    satisfaction: Satisfaction
    reasons: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    comment: LongText | None = None

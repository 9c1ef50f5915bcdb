"""The dossier (hồ sơ): its ten official states, what may be done to it, what is told about it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import (
    Command,
    Identifier,
    Instant,
    Line,
    Method,
    Model,
    Page,
    PageRequest,
    Query,
    Role,
    Text,
    Vnd,
)
from contracts.catalog import Channel, ProcedureCode
from contracts.events import EventType
from contracts.records import Sha256


class Status(StrEnum):
    """The ten official states; `number` is TrangThaiHoSo on the ministries' wire."""

    SUBMITTED = "submitted"  # 1 Mới đăng ký
    ACCEPTED = "accepted"  # 2 Được tiếp nhận
    NOT_ACCEPTED = "not_accepted"  # 3 Không được tiếp nhận
    PROCESSING = "processing"  # 4 Đang xử lý
    SUPPLEMENT_REQUESTED = "supplement_requested"  # 5 Yêu cầu bổ sung giấy tờ
    PAYMENT_DUE = "payment_due"  # 6 Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = "withdrawn"  # 7 Công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 Dừng xử lý
    PROCESSED = "processed"  # 9 Đã xử lý xong
    RETURNED = "returned"  # 10 Đã trả kết quả

    @property
    def number(self) -> int:
        return list(Status).index(self) + 1


class Action(StrEnum):
    """What a person may do to a dossier; the paths of the interface carry these names."""

    ACCEPT = "accept"
    REFUSE_RECEPTION = "refuse_reception"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    START_PROCESSING = "start_processing"
    COMPLETE_STEP = "complete_step"
    STOP = "stop"
    RESUME = "resume"
    ISSUE_RESULT = "issue_result"
    RETURN_RESULT = "return_result"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"


class ReturnMethod(StrEnum):
    """Hình thức trả kết quả."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class PaperRef(Model):
    """A paper handed in for a component; the file was uploaded to records before."""

    component_code: Line
    file_id: Identifier


class Paper(PaperRef):
    name: str
    sha256: Sha256
    size: int
    media_type: str


class Applicant(Model):
    """Chủ hồ sơ."""

    account_id: Identifier
    full_name: str


class Step(Model):
    code: str
    name: str
    role: Role
    hours: float
    completed_at: Instant | None = None
    completed_by: str | None = None
    note: str | None = None


class Supplement(Model):
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (once, complete)."""

    reason: str
    items: tuple[str, ...]
    requested_at: Instant
    answered_at: Instant | None = None


class FeeDue(Model):
    """What is to be paid. `amount` whole VND; `paid_at` when the money is confirmed."""

    amount: Vnd
    requested_at: Instant
    paid_at: Instant | None = None
    bill_id: str | None = None


class Result(Model):
    """The result of the procedure: a sealed file, or a reasoned refusal (NĐ 61/2018 art 19.8)."""

    outcome: Outcome
    result_code: str | None = None
    number: str | None = None
    file_id: str | None = None
    sha256: str | None = None
    reason: str | None = None
    issued_at: Instant


class Returned(Model):
    recipient: str
    method: ReturnMethod
    returned_at: Instant


class DossierSummary(Model):
    dossier_id: Identifier
    code: str | None = None
    version: int
    status: Status
    status_number: int
    procedure_code: str
    procedure_name: str
    agency_code: str
    applicant_name: str
    submitted_at: Instant
    received_at: Instant | None = None
    due_at: Instant | None = None


class Dossier(DossierSummary):
    """A dossier as those who may see it see it. `code` (mã hồ sơ) is given at reception, not before.

    `allowed_actions` are the actions that the caller may take now.
    """

    procedure_version: int
    regime_id: str
    case_code: str | None = None
    channel: Channel
    applicant: Applicant
    form_data: dict[str, Any]
    papers: tuple[Paper, ...] = ()
    return_method: ReturnMethod
    clock_stopped_since: Instant | None = None
    fee: FeeDue | None = None
    steps: tuple[Step, ...] = ()
    supplement: Supplement | None = None
    result: Result | None = None
    returned: Returned | None = None
    reason: str | None = None
    allowed_actions: tuple[Action, ...] = ()


class HistoryEntry(Model):
    """One line of the dossier's history; `hash` chains it to the line before."""

    version: int
    event: str
    status: Status
    occurred_at: Instant
    actor_kind: str
    agency_code: str | None = None
    note: str | None = None
    hash: str


class SubmitDossier(Command):
    """By a citizen. Errors: not_found, procedure_not_fileable, invalid_form_data, paper_missing, file_not_usable."""

    procedure_code: ProcedureCode
    agency_code: AgencyCode
    case_code: Line | None = None
    channel: Channel = Channel.ONLINE
    form_data: dict[str, Any]
    papers: Annotated[tuple[PaperRef, ...], Field(max_length=50)] = ()
    return_method: ReturnMethod = ReturnMethod.ONLINE


class DossierCommand(Command):
    """Any act on an existing dossier: `expected_version` is the version that the caller has seen."""

    dossier_id: Identifier
    expected_version: Annotated[int, Field(ge=1)]


class Accept(DossierCommand):
    """Reception (tiếp nhận, Mẫu 01). `due_at` and `fee_amount` only where the law gives words instead of numbers."""

    due_at: Instant | None = None
    fee_amount: Vnd | None = None
    note: Text | None = None


class RefuseReception(DossierCommand):
    """Mẫu 03: the reason is mandatory."""

    reason: Text


class RequestSupplement(DossierCommand):
    """Mẫu 02: once, complete."""

    reason: Text
    items: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30)]


class AnswerSupplement(DossierCommand):
    """By the applicant. New papers replace those of the same component; `form_data` replaces the whole form."""

    form_data: dict[str, Any] | None = None
    papers: Annotated[tuple[PaperRef, ...], Field(max_length=50)] = ()


class StartProcessing(DossierCommand):
    note: Text | None = None


class CompleteStep(DossierCommand):
    """The next open step of the internal process, by an officer of its role."""

    step_code: Line
    note: Text | None = None


class Stop(DossierCommand):
    reason: Text


class Resume(DossierCommand):
    note: Text | None = None


class IssueResult(DossierCommand):
    """Approved: `file_id` of the result. Refused: `reason`."""

    outcome: Outcome
    result_code: Line | None = None
    number: Line | None = None
    file_id: Identifier | None = None
    reason: Text | None = None


class ReturnResult(DossierCommand):
    recipient: Line
    method: ReturnMethod


class Withdraw(DossierCommand):
    """By the applicant, before the result is ready."""

    reason: Text


class GetDossier(Query):
    dossier_id: Identifier


class ListDossiers(PageRequest):
    """A citizen's own, or those of the officer's agency; newest first."""

    status: Status | None = None
    procedure_code: ProcedureCode | None = None


class GetHistory(PageRequest):
    dossier_id: Identifier


class DossierEvent(Model):
    """What every dossier event tells. No name, no number of a person."""

    dossier_id: Identifier
    code: str | None = None
    status: Status
    procedure_code: str
    procedure_name: str
    agency_code: str
    applicant_id: Identifier
    due_at: Instant | None = None
    note: str | None = None


class DossierFilesEvent(DossierEvent):
    """`file_ids` became part of the dossier: its agency and its applicant may read them."""

    file_ids: tuple[str, ...] = ()


class SupplementRequestedEvent(DossierEvent):
    reason: str
    items: tuple[str, ...]


class FeeItem(Model):
    code: str
    name: str
    legal_kind: str
    amount: Vnd


class FeeDueEvent(DossierEvent):
    amount: Vnd
    items: tuple[FeeItem, ...]


class StepCompletedEvent(DossierEvent):
    step_code: str
    step_name: str


class ResultIssuedEvent(DossierFilesEvent):
    outcome: Outcome


submit = Method("dossiers", "submit", SubmitDossier, Dossier)
accept = Method("dossiers", "accept", Accept, Dossier)
refuse_reception = Method("dossiers", "refuse_reception", RefuseReception, Dossier)
request_supplement = Method("dossiers", "request_supplement", RequestSupplement, Dossier)
supplement = Method("dossiers", "supplement", AnswerSupplement, Dossier)
start_processing = Method("dossiers", "start_processing", StartProcessing, Dossier)
complete_step = Method("dossiers", "complete_step", CompleteStep, Dossier)
stop = Method("dossiers", "stop", Stop, Dossier)
resume = Method("dossiers", "resume", Resume, Dossier)
issue_result = Method("dossiers", "issue_result", IssueResult, Dossier)
return_result = Method("dossiers", "return_result", ReturnResult, Dossier)
withdraw = Method("dossiers", "withdraw", Withdraw, Dossier)
get_dossier = Method("dossiers", "get_dossier", GetDossier, Dossier)
list_dossiers = Method("dossiers", "list_dossiers", ListDossiers, Page[DossierSummary])
get_history = Method("dossiers", "get_history", GetHistory, Page[HistoryEntry])

METHODS = (
    submit, accept, refuse_reception, request_supplement, supplement, start_processing, complete_step, stop,
    resume, issue_result, return_result, withdraw, get_dossier, list_dossiers, get_history,
)  # fmt: skip

SUBMITTED = EventType("dossiers.submitted", DossierFilesEvent)
ACCEPTED = EventType("dossiers.accepted", DossierEvent)
RECEPTION_REFUSED = EventType("dossiers.reception_refused", DossierEvent)
FEE_DUE = EventType("dossiers.fee_due", FeeDueEvent)
FEE_BILLED = EventType("dossiers.fee_billed", DossierEvent)
"""The bill that collects the fee is known."""
FEE_PAID = EventType("dossiers.fee_paid", DossierEvent)
PROCESSING_STARTED = EventType("dossiers.processing_started", DossierEvent)
STEP_COMPLETED = EventType("dossiers.step_completed", StepCompletedEvent)
SUPPLEMENT_REQUESTED = EventType("dossiers.supplement_requested", SupplementRequestedEvent)
SUPPLEMENTED = EventType("dossiers.supplemented", DossierFilesEvent)
STOPPED = EventType("dossiers.stopped", DossierEvent)
RESUMED = EventType("dossiers.resumed", DossierEvent)
RESULT_ISSUED = EventType("dossiers.result_issued", ResultIssuedEvent)
RESULT_RETURNED = EventType("dossiers.result_returned", DossierEvent)
WITHDRAWN = EventType("dossiers.withdrawn", DossierEvent)

EVENTS = (
    SUBMITTED, ACCEPTED, RECEPTION_REFUSED, FEE_DUE, FEE_BILLED, FEE_PAID, PROCESSING_STARTED,
    STEP_COMPLETED, SUPPLEMENT_REQUESTED, SUPPLEMENTED, STOPPED, RESUMED, RESULT_ISSUED, RESULT_RETURNED, WITHDRAWN,
)  # fmt: skip

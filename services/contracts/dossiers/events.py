"""What is told about dossiers. No name, no number of a person."""

from contracts.base import Identifier, Instant, Model, Vnd
from contracts.dossiers.parts import DocumentKind, ErrorKind, Satisfaction
from contracts.dossiers.status import DossierStatus, Lateness, ResultOutcome
from contracts.events import EventType, events_of


class DossierEvent(Model):
    """What every dossier event tells. `applicant_id` is the account that follows the dossier, if there is one;
    `agency_codes` are all agencies that take part; `handler_ids` the officers who have it now; `stands_in_for` the
    officer whose dossier it was, when the one who acted stood in for him."""

    dossier_id: Identifier
    code: str | None = None
    status: DossierStatus
    procedure_code: str
    procedure_name: str
    agency_code: str
    agency_codes: tuple[str, ...] = ()
    applicant_id: Identifier | None = None
    follower_ids: tuple[str, ...] = ()
    handler_ids: tuple[str, ...] = ()
    due_at: Instant | None = None
    stands_in_for: Identifier | None = None
    note: str | None = None


class DossierFilesEvent(DossierEvent):
    """`file_ids` became part of the dossier: its agencies and its followers may read them."""

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


class StepEvent(DossierFilesEvent):
    step_code: str
    step_name: str


class ResultIssuedEvent(DossierFilesEvent):
    outcome: ResultOutcome
    lateness: Lateness | None = None


class ResultSealedEvent(DossierFilesEvent):
    paper_id: str
    verification_code: str


class ExtendedEvent(DossierEvent):
    reason: str
    due_before: Instant
    promised_at: Instant
    in_time: bool


class ConsultationEvent(DossierFilesEvent):
    """With the request the consulted agency may read `file_ids`, the papers of the dossier."""

    consultation_id: str
    consulted_agency: str
    consultation_due_at: Instant


class VerificationEvent(DossierFilesEvent):
    verification_id: str
    place: str
    scheduled_at: Instant
    attendance: bool


class ErrorRecordedEvent(DossierEvent):
    kind: ErrorKind
    apology: str


class DocumentIssuedEvent(DossierFilesEvent):
    kind: DocumentKind
    form_number: str


class DeadlineEvent(DossierEvent):
    """A deadline comes or has passed: `what` is due, reception, step, consultation or supplement."""

    what: str
    deadline: Instant


class HandedOverEvent(DossierEvent):
    officer_id: str | None = None
    unit: str = ""


class DelegationEvent(Model):
    """Of a delegation, not of a dossier."""

    delegation_id: Identifier
    agency_code: str
    officer_id: str
    to_officer_id: str
    from_at: Instant
    to_at: Instant


class RatedEvent(DossierEvent):
    satisfaction: Satisfaction


SUBMITTED = EventType("dossiers.submitted", DossierFilesEvent)
ACCEPTED = EventType("dossiers.accepted", DossierEvent)
RECEPTION_REFUSED = EventType("dossiers.reception_refused", DossierEvent)
FEE_DUE = EventType("dossiers.fee_due", FeeDueEvent)
FEE_BILLED = EventType("dossiers.fee_billed", DossierEvent)
"""The bill that collects the fee is known."""
FEE_PAID = EventType("dossiers.fee_paid", DossierEvent)
PROCESSING_STARTED = EventType("dossiers.processing_started", DossierEvent)
STEP_COMPLETED = EventType("dossiers.step_completed", StepEvent)
SUPPLEMENT_REQUESTED = EventType("dossiers.supplement_requested", SupplementRequestedEvent)
SUPPLEMENTED = EventType("dossiers.supplemented", DossierFilesEvent)
EXTENDED = EventType("dossiers.extended", ExtendedEvent)
CONSULTATION_REQUESTED = EventType("dossiers.consultation_requested", ConsultationEvent)
CONSULTATION_ANSWERED = EventType("dossiers.consultation_answered", ConsultationEvent)
VERIFICATION_SCHEDULED = EventType("dossiers.verification_scheduled", VerificationEvent)
VERIFICATION_RECORDED = EventType("dossiers.verification_recorded", VerificationEvent)
STOPPED = EventType("dossiers.stopped", DossierEvent)
RESUMED = EventType("dossiers.resumed", DossierEvent)
RESULT_ISSUED = EventType("dossiers.result_issued", ResultIssuedEvent)
RESULT_SEALED = EventType("dossiers.result_sealed", ResultSealedEvent)
RESULT_CORRECTED = EventType("dossiers.result_corrected", ResultIssuedEvent)
RESULT_RETURNED = EventType("dossiers.result_returned", DossierEvent)
WITHDRAWN = EventType("dossiers.withdrawn", DossierEvent)
ERROR_RECORDED = EventType("dossiers.error_recorded", ErrorRecordedEvent)
LAW_ADOPTED = EventType("dossiers.law_adopted", DossierEvent)
DOCUMENT_ISSUED = EventType("dossiers.document_issued", DocumentIssuedEvent)
DUE_SOON = EventType("dossiers.due_soon", DeadlineEvent)
OVERDUE = EventType("dossiers.overdue", DeadlineEvent)
CLAIMED = EventType("dossiers.claimed", HandedOverEvent)
RELEASED = EventType("dossiers.released", HandedOverEvent)
ASSIGNED = EventType("dossiers.assigned", HandedOverEvent)
HANDED_OVER = EventType("dossiers.handed_over", HandedOverEvent)
DELEGATED = EventType("dossiers.delegated", DelegationEvent)
DELEGATION_ENDED = EventType("dossiers.delegation_ended", DelegationEvent)
RATED = EventType("dossiers.rated", RatedEvent)

EVENTS = events_of(__name__)

"""The dossier (hồ sơ) as those who may see it see it."""

from typing import Any

from contracts.base import Identifier, Instant, Model
from contracts.catalog import SubmissionChannel
from contracts.dossiers.papers import DossierPaper
from contracts.dossiers.parts import (
    AgencyError,
    Assignment,
    Consultation,
    DossierRating,
    DossierResult,
    DossierStep,
    DueDateExtension,
    FeeDue,
    IssuedDocument,
    ResultReturn,
    Supplement,
    Verification,
)
from contracts.dossiers.people import Applicant, FeeReductionClaim, Filer
from contracts.dossiers.status import DossierAction, DossierStatus, Lateness, ReturnMethod


class DossierSummary(Model):
    dossier_id: Identifier
    code: str | None = None
    version: int
    status: DossierStatus
    status_number: int
    procedure_code: str
    procedure_name: str
    agency_code: str
    channel: SubmissionChannel
    applicant_name: str
    submitted_at: Instant
    received_at: Instant | None = None
    due_at: Instant | None = None
    ended_at: Instant | None = None
    lateness: Lateness
    officer_id: str | None = None
    unit: str = ""
    step_codes: tuple[str, ...] = ()


class Dossier(DossierSummary):
    """A dossier as those who may see it see it. `code` (mã hồ sơ) is given at reception, not before.

    `allowed_actions` are the actions that the caller may take now; `step_codes` the steps that are open;
    `ended_at` when the result was ready, or the dossier was refused or withdrawn.
    """

    procedure_version: int
    regime_id: str
    case_code: str | None = None
    applicant: Applicant
    filer: Filer | None = None
    claims: tuple[FeeReductionClaim, ...] = ()
    form_data: dict[str, Any]
    papers: tuple[DossierPaper, ...] = ()
    return_method: ReturnMethod
    return_address: str | None = None
    clock_stopped_since: Instant | None = None
    fee: FeeDue | None = None
    steps: tuple[DossierStep, ...] = ()
    supplement: Supplement | None = None
    extension: DueDateExtension | None = None
    consultations: tuple[Consultation, ...] = ()
    verifications: tuple[Verification, ...] = ()
    errors: tuple[AgencyError, ...] = ()
    assignment: Assignment | None = None
    result: DossierResult | None = None
    results: tuple[DossierResult, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    returned: ResultReturn | None = None
    rating: DossierRating | None = None
    reason: str | None = None
    legal_ground: str | None = None
    allowed_actions: tuple[DossierAction, ...] = ()


class HistoryEntry(Model):
    """One line of the dossier's history; `text` says it in plain words in the caller's language.

    `hash` chains the line to the one before.
    """

    version: int
    event: str
    status: DossierStatus
    occurred_at: Instant
    actor_kind: str
    agency_code: str | None = None
    note: str | None = None
    text: str
    hash: str

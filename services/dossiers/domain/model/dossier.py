"""The dossier as its owner keeps it: one state, one version, everything that its history has made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contracts.base import Actor, Identifier, Instant, Model
from contracts.catalog import SEPARATED_BY_LAW, HostSystem, SeparatedActs, SubmissionChannel
from contracts.dossiers import (
    AgencyError,
    Applicant,
    Assignment,
    ClockMove,
    Consultation,
    ConsultationState,
    DossierPaper,
    DossierRating,
    DossierResult,
    DossierStatus,
    DossierStep,
    DueDateExtension,
    FailedDocument,
    FeeDue,
    FeeItem,
    FeeReductionClaim,
    Filer,
    HandOver,
    IssuedDocument,
    Kiosk,
    OwnerConsent,
    Passing,
    PassingCause,
    ResultDraft,
    ResultOutcome,
    ResultReturn,
    ReturnMethod,
    Supplement,
    Verification,
)
from contracts.subjects import Subject
from dossiers.domain.model.law import Law
from dossiers.domain.model.steps import is_open

AT_ITS_END = frozenset({DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.RETURNED})
"""The states after which nothing of a dossier is left to do."""


class RegimeTerms(Model):
    """What the decree says about supplements, extensions, the separation of duties, and whether the procedure is of an
    interlinked group; bound at filing, then at reception."""

    supplement_limit: int
    supplement_clock: Literal["restart", "resume"]
    extension_limit: int
    extension_notice_days: int
    separated_acts: tuple[SeparatedActs, ...] = SEPARATED_BY_LAW
    interlinked: bool = False


class SentReminder(Model):
    """The last reminder that was sent of a deadline: that it comes near (`soon`), or that it has passed."""

    alarm: str
    soon: bool
    deadline: Instant


class DossierState(Model):
    """A dossier (hồ sơ) as its service stores it. `version` is that of its last event. Times are UTC.

    `submission_number` and `agency_name` are None of dossiers that an earlier release filed.

    `fee_items` are all that was ever asked for, `fee` the last of it and `earlier_fees` what was paid before.
    `interrupted` is the state that a wait (supplement, payment) goes back to; `supplement_until` the last time to ask for
    a supplement after reception; `clock_stopped_since` set while the due date waits; `clock` every input that moved it;
    `ended_at` when the result was ready, or the dossier was refused or withdrawn; `warned` the last reminder sent of each
    deadline and date; `received_by` the officer who received it, except where it was served at once; `receipt_requested`:
    the applicant asked for the receipt of an immediate result; `forwarded_from` the agency at whose desk it was filed for
    this one, `forward_reason` why; `passings` its ways from one agency to another; `host` the system that handles it by
    the law of its filing, none: the national portal.
    """

    dossier_id: Identifier
    version: int
    status: DossierStatus
    code: str | None = None
    submission_number: str | None = None
    procedure_code: str
    procedure_name: str
    procedure_version: int
    immediate: bool
    agency_code: str
    agency_name: str | None = None
    regime_id: str
    law_id: str
    terms: RegimeTerms
    case_code: str | None = None
    channel: SubmissionChannel
    applicant: Applicant
    filer: Filer | None = None
    claims: tuple[FeeReductionClaim, ...] = ()
    form_data: dict[str, Any]
    papers: tuple[DossierPaper, ...] = ()
    return_method: ReturnMethod
    return_address: str | None = None
    submitted_at: Instant
    received_at: Instant | None = None
    received_by: Identifier | None = None
    receipt_requested: bool = False
    forwarded_from: str | None = None
    forwarded_from_name: str | None = None
    forward_reason: str | None = None
    passings: tuple[Passing, ...] = ()
    kiosk: Kiosk | None = None
    host: HostSystem | None = None
    due_at: Instant | None = None
    ended_at: Instant | None = None
    clock: tuple[ClockMove, ...] = ()
    supplement_until: Instant | None = None
    clock_stopped_since: Instant | None = None
    interrupted: DossierStatus | None = None
    fee: FeeDue | None = None
    fee_items: tuple[FeeItem, ...] = ()
    earlier_fees: tuple[FeeDue, ...] = ()
    fee_ground: str | None = None
    steps: tuple[DossierStep, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    extension: DueDateExtension | None = None
    draft: ResultDraft | None = None
    consultations: tuple[Consultation, ...] = ()
    consents: tuple[OwnerConsent, ...] = ()
    verifications: tuple[Verification, ...] = ()
    errors: tuple[AgencyError, ...] = ()
    assignment: Assignment | None = None
    hand_overs: tuple[HandOver, ...] = ()
    subjects: tuple[Subject, ...] = ()
    results: tuple[DossierResult, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    failed_documents: tuple[FailedDocument, ...] = ()
    returned: ResultReturn | None = None
    rating: DossierRating | None = None
    reason: str | None = None
    legal_ground: str | None = None
    warned: tuple[SentReminder, ...] = ()

    @property
    def follower_ids(self) -> tuple[str, ...]:
        """The accounts that follow the dossier: the owner's and that of who brought it."""
        accounts = (self.applicant.account_id, self.filer.account_id if self.filer else None)
        return tuple(dict.fromkeys(account_id for account_id in accounts if account_id))

    def agency_name_of(self, code: str | None) -> str | None:
        """The name of an agency that takes or took part; None where the dossier does not know it."""
        named: dict[str | None, str | None] = {
            each.agency_code: each.agency_name for each in self.consultations
        }
        named |= {step.agency_code: step.agency_name for step in self.steps}
        named |= {each.from_agency_code: each.from_agency_name for each in self.passings}
        named |= {self.forwarded_from: self.forwarded_from_name, self.agency_code: self.agency_name}
        return named.get(code) if code else None

    @property
    def agency_codes(self) -> tuple[str, ...]:
        """All agencies that take part: its own, those of its steps, those through whose hands it passes, those whose opinion
        is awaited."""
        consulted = (consultation.agency_code for consultation in self.open_consultations)
        codes = dict.fromkeys((*self._lasting_agencies, *self._passed_through, *consulted))
        return tuple(code for code in codes if code == self.agency_code or code not in self._ended_agencies)

    @property
    def consulted_agencies(self) -> tuple[str, ...]:
        """Those that take part only while their opinion is awaited."""
        handling = {*self._lasting_agencies, *self._passed_through}
        consulted = dict.fromkeys(consultation.agency_code for consultation in self.open_consultations)
        return tuple(code for code in consulted if code not in handling)

    @property
    def passing_agencies(self) -> tuple[str, ...]:
        """Those that take part only while it passes through their hands."""
        lasting = set(self._lasting_agencies)
        out = lasting | self._ended_agencies
        return tuple(dict.fromkeys(code for code in self._passed_through if code not in out))

    @property
    def receiving_desk(self) -> str | None:
        """The agency at whose desk it was filed for another one, until its end: it takes what is supplemented and hands
        out the result."""
        return None if self.status in AT_ITS_END else self.forwarded_from

    @property
    def _ended_agencies(self) -> frozenset[str]:
        """Those whose place another one has taken, in whatever they took part."""
        succeeded = (each for each in self.passings if each.cause is PassingCause.SUCCESSION)
        return frozenset(each.from_agency_code for each in succeeded)

    @property
    def _lasting_agencies(self) -> tuple[str, ...]:
        """A desk of before passings were recorded is one of them."""
        desk = None if self.passings else self.forwarded_from
        codes = (self.agency_code, desk, *(step.agency_code for step in self.steps))
        return tuple(code for code in codes if code)

    @property
    def _passed_through(self) -> tuple[str, ...]:
        """The desk where it was filed for another agency, until its end; who passed it on as the wrong agency, until another
        one has received it."""
        if self.status in AT_ITS_END:
            return ()
        desk = (self.receiving_desk,) if self.receiving_desk else ()
        if self.received_at is not None:
            return desk
        wrong = (each for each in self.passings if each.cause is PassingCause.WRONG_AGENCY)
        return (*desk, *(each.from_agency_code for each in wrong))

    @property
    def has_ended(self) -> bool:
        """Whether its result is ready, or it was refused or withdrawn: nothing of its process is open any more."""
        return self.ended_at is not None

    @property
    def result(self) -> DossierResult | None:
        """What closes the dossier: the last result, of the dossier itself before those of its steps, of these what was
        granted."""
        own = tuple(result for result in self.results if result.step_code is None)
        granted = tuple(result for result in self.results if result.outcome is ResultOutcome.APPROVED)
        return next(reversed(own or granted or self.results), None)

    @property
    def paid_at_counter(self) -> int | None:
        """What was paid for it at the counter, without a bill (VND)."""
        fees = (*self.earlier_fees, *((self.fee,) if self.fee else ()))
        paid = [fee.amount for fee in fees if fee.receipt_number and fee.paid_at]
        return sum(paid) if paid else None

    @property
    def open_steps(self) -> tuple[DossierStep, ...]:
        """The steps that may be completed now: several where they run side by side."""
        return () if self.has_ended else tuple(step for step in self.steps if is_open(step))

    @property
    def open_step_codes(self) -> tuple[str, ...]:
        return tuple(step.code for step in self.open_steps)

    @property
    def open_consultations(self) -> tuple[Consultation, ...]:
        """Those whose answer is awaited: an agency is asked until it answers, or the dossier has ended."""
        if self.has_ended:
            return ()
        return tuple(each for each in self.consultations if each.state is ConsultationState.OPEN)

    @property
    def awaited_consent(self) -> OwnerConsent | None:
        """The consent that is awaited now: one at a time."""
        if self.has_ended:
            return None
        return next((each for each in self.consents if each.closed_at is None), None)

    @property
    def open_verifications(self) -> tuple[Verification, ...]:
        if self.has_ended:
            return ()
        return tuple(each for each in self.verifications if each.recorded_at is None)

    @property
    def open_errors(self) -> tuple[AgencyError, ...]:
        return tuple(error for error in self.errors if error.corrected_at is None)

    @property
    def has_all_results(self) -> bool:
        """Whether its steps yield results, and all of them have, but those that their agencies have refused."""
        granting = (step for step in self.steps if step.outcome is not ResultOutcome.REFUSED)
        owed = {step.result_code for step in granting if step.result_code}
        return bool(owed) and owed <= {result.result_code for result in self.results if result.step_code}

    @property
    def holder_id(self) -> str | None:
        """The officer in whose hands it is; None while it lies in a queue."""
        return None if self.assignment is None else self.assignment.officer_id

    @property
    def has_unpaid_fee(self) -> bool:
        """Whether a fee is due and has not been paid."""
        return self.fee is not None and self.fee.paid_at is None


@dataclass(frozen=True)
class ActionContext:
    """Who acts, when, under which law."""

    actor: Actor
    now: datetime
    law: Law

    @property
    def law_id(self) -> str:
        return self.law.law_id

"""The dossier as its owner keeps it: one state, one version, everything that its history has made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contracts.base import Actor, Identifier, Instant, Model
from contracts.catalog import Channel
from contracts.dossiers import (
    AgencyError,
    Applicant,
    Assignment,
    ClaimMade,
    ClockMove,
    Consultation,
    Extension,
    FeeDue,
    FeeItem,
    Filer,
    HandOver,
    IssuedDocument,
    Paper,
    Rating,
    Result,
    Returned,
    ReturnMethod,
    Status,
    Step,
    Supplement,
    Verification,
)
from dossiers.domain.law import Law


class Terms(Model):
    """What the decree says about supplements; bound at filing, then at reception."""

    supplement_limit: int
    supplement_clock: Literal["restart", "resume"]


class Dossier(Model):
    """`version` is that of its last event. Times are UTC.

    `interrupted` is the state that a wait (supplement, payment) goes back to; `supplement_until` the last moment
    to ask for a supplement after reception; `clock_stopped_since` set while the due date waits; `clock` every input
    that moved it; `ended_at` when the result was ready, or the dossier was refused or withdrawn.
    """

    dossier_id: Identifier
    version: int
    status: Status
    code: str | None = None
    procedure_code: str
    procedure_name: str
    procedure_version: int
    immediate: bool
    agency_code: str
    regime_id: str
    law_id: str
    terms: Terms
    case_code: str | None = None
    channel: Channel
    applicant: Applicant
    filer: Filer | None = None
    claims: tuple[ClaimMade, ...] = ()
    form_data: dict[str, Any]
    papers: tuple[Paper, ...] = ()
    return_method: ReturnMethod
    return_address: str | None = None
    submitted_at: Instant
    received_at: Instant | None = None
    due_at: Instant | None = None
    ended_at: Instant | None = None
    clock: tuple[ClockMove, ...] = ()
    supplement_until: Instant | None = None
    clock_stopped_since: Instant | None = None
    interrupted: Status | None = None
    fee: FeeDue | None = None
    fee_items: tuple[FeeItem, ...] = ()
    steps: tuple[Step, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    extension: Extension | None = None
    consultations: tuple[Consultation, ...] = ()
    verifications: tuple[Verification, ...] = ()
    errors: tuple[AgencyError, ...] = ()
    assignment: Assignment | None = None
    hand_overs: tuple[HandOver, ...] = ()
    results: tuple[Result, ...] = ()
    documents: tuple[IssuedDocument, ...] = ()
    returned: Returned | None = None
    rating: Rating | None = None
    reason: str | None = None

    @property
    def follower_ids(self) -> tuple[str, ...]:
        """The accounts that follow the dossier: the owner's and that of who brought it."""
        known = (self.applicant.account_id, self.filer.account_id if self.filer else None)
        return tuple(dict.fromkeys(account_id for account_id in known if account_id))

    @property
    def agency_codes(self) -> tuple[str, ...]:
        """All agencies that take part: its own, those of its steps, those consulted."""
        steps = (step.agency_code for step in self.steps)
        asked = (consultation.agency_code for consultation in self.consultations)
        return tuple(dict.fromkeys(code for code in (self.agency_code, *steps, *asked) if code))

    @property
    def result(self) -> Result | None:
        """What closes the dossier: the last result, of the dossier itself before those of its steps."""
        own = tuple(result for result in self.results if result.step_code is None)
        return next(reversed(own or self.results), None)

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.completed_at is None), None)

    @property
    def open_step_codes(self) -> tuple[str, ...]:
        step = self.next_step
        return () if step is None else (step.code,)

    @property
    def holder_id(self) -> str | None:
        """The officer in whose hands it is; None while it lies in a queue."""
        return None if self.assignment is None else self.assignment.officer_id

    @property
    def owes(self) -> bool:
        """Whether a fee was asked for and has not been paid."""
        return self.fee is not None and self.fee.paid_at is None


@dataclass(frozen=True)
class Scene:
    """Who acts, when, under which law."""

    actor: Actor
    now: datetime
    law: Law

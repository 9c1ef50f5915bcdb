"""The dossier as its owner keeps it: one state, one version, everything that its history has made of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contracts.base import Actor, Identifier, Instant, Model
from contracts.catalog import Channel
from contracts.dossiers import (
    Applicant,
    FeeDue,
    FeeItem,
    Paper,
    Result,
    Returned,
    ReturnMethod,
    Status,
    Step,
    Supplement,
)
from dossiers.domain.law import Law


class Terms(Model):
    """What the decree says about supplements; bound at filing, then at reception."""

    supplement_limit: int
    supplement_clock: Literal["restart", "resume"]


class Dossier(Model):
    """`version` is that of its last event. Times are UTC.

    `interrupted` is the state that a wait (supplement, payment) goes back to; `supplement_until` the last moment
    to ask for a supplement after reception; `clock_stopped_since` set while the due date waits.
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
    form_data: dict[str, Any]
    papers: tuple[Paper, ...] = ()
    return_method: ReturnMethod
    submitted_at: Instant
    received_at: Instant | None = None
    due_at: Instant | None = None
    supplement_until: Instant | None = None
    clock_stopped_since: Instant | None = None
    interrupted: Status | None = None
    fee: FeeDue | None = None
    fee_items: tuple[FeeItem, ...] = ()
    steps: tuple[Step, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    result: Result | None = None
    returned: Returned | None = None
    reason: str | None = None

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.completed_at is None), None)

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

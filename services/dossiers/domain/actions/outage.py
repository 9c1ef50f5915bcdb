"""Sự cố hệ thống: an announced outage moves the due date of a dossier (NĐ 301/2026/NĐ-CP art 3.4)."""

from datetime import datetime

from contracts import dossiers as contract
from contracts.dossiers import DossierStep, OutageEffect, OutageKind, RecordedOutage
from contracts.working_time import local
from dossiers.domain.clock.due_date import LawOf, fold_moves, resumed_due_date
from dossiers.domain.clock.interlinked import interlinked_terms
from dossiers.domain.clock.moves import time_limit_key
from dossiers.domain.clock.outage import Outage, waiting_begins
from dossiers.domain.clock.standstill import Standstill, with_standstill
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.model.steps import is_open


def interruption(recorded: RecordedOutage) -> Outage:
    """The outage as the clock counts it."""
    announcement = recorded.announcement
    return Outage(
        started_at=recorded.started_at,
        announced_at=announcement.announced_at if announcement else None,
        ended_at=recorded.ended_at,
        planned=recorded.kind is OutageKind.PLANNED,
        force_majeure=recorded.force_majeure is not None,
    )


def was_moved_by(dossier: DossierState, outage_id: str) -> bool:
    """Whether the outage is among the moves of its clock."""
    return any(move.outage_id == outage_id for move in dossier.clock)


def move_due_date(
    dossier: DossierState, recorded: RecordedOutage, context: ActionContext, law_of: LawOf
) -> Transition:
    """The working time that was left when the clock stood is left again from the restoration on; so it is of open steps.

    Nothing changes where the outage moves no limits, and of a dossier that was not received or has ended, is of another
    agency, of no interlinked group under a regime that moves no other limits, whose clock did not run then, or that was late
    before. Where it has moved the due
    date, the clock did not run: it moves none twice, and of two that overlap the same time counts once.
    `context.law` is that of the dossier. Raises CALENDAR_INCOMPLETE.
    """
    standstill = _standstill(recorded)
    if standstill is None or not _concerns(recorded, dossier, context) or dossier.due_at is None:
        return Transition(dossier)
    moves = with_standstill(dossier.clock, standstill)
    after = fold_moves(moves, law_of, time_limit_key(dossier))
    if after.due_at == dossier.due_at:
        return Transition(dossier)
    return Transition(dossier).record(
        contract.DUE_DATE_MOVED,
        payload={
            "outage_id": recorded.outage_id,
            "system_name": recorded.system_name,
            "outage_started_at": recorded.started_at,
            "announced_at": recorded.announcement and recorded.announcement.announced_at,
            "restored_at": recorded.ended_at,
            "due_before": dossier.due_at,
        },
        clock=after.moves,
        due_at=after.due_at,
        steps=tuple(_moved_step(step, standstill, context) for step in dossier.steps),
    )


def _concerns(recorded: RecordedOutage, dossier: DossierState, context: ActionContext) -> bool:
    own = not recorded.agency_codes or dossier.agency_code in recorded.agency_codes
    open_ = dossier.received_at is not None and not dossier.has_ended
    in_group = interlinked_terms(context.law) is not None
    return own and open_ and (in_group or context.law.regime.outage_clock == "stop")


def _standstill(recorded: RecordedOutage) -> Standstill | None:
    since = waiting_begins(interruption(recorded))
    if recorded.effect is not OutageEffect.MOVES or since is None or recorded.ended_at is None:
        return None
    return Standstill(since, recorded.ended_at, recorded.outage_id, ground_of(recorded))


def ground_of(recorded: RecordedOutage) -> str:
    """The outage as a ground in words, as the office writes it."""
    announcement = recorded.announcement
    announced = (
        f", thông báo {_written(announcement.announced_at)} tại {announcement.place}" if announcement else ""
    )
    return f"{recorded.system_name}{announced}"


def _written(at: datetime) -> str:
    return local(at).strftime("%H:%M %d/%m/%Y")


def _moved_step(step: DossierStep, standstill: Standstill, context: ActionContext) -> DossierStep:
    if not is_open(step) or step.due_at is None or step.started_at is None:
        return step
    since = max(standstill.since, step.started_at)
    if since >= standstill.until:
        return step
    due_at = resumed_due_date(step.due_at, since, standstill.until, context.law.calendar)
    return step.model_copy(update={"due_at": due_at})

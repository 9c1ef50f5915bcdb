"""Xin lỗi và hẹn lại ngày trả (Mẫu 04; NĐ 61/2018/NĐ-CP art 19.9): a new date, at most once, announced in time."""

from datetime import datetime, timedelta

from contracts import dossiers as contract
from contracts.dossiers import ClockCause, ClockMoveKind, DossierAction, DueDateExtension, Extend
from contracts.working_time import is_working_time, to_minute
from dossiers.domain.clock.moves import apply_clock_moves, clock_move
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import Guard, guard_failed, invalid_field
from dossiers.domain.model.state_machine import Transition


def extend(dossier: DossierState, request: Extend, context: ActionContext) -> Transition:
    """A new due date, promised in time. Promised too late, it is stored and announced, and the dossier stays late."""
    check_possible(dossier, DossierAction.EXTEND, context.now)
    if dossier.due_at is None:
        raise guard_failed(DossierAction.EXTEND, Guard.NO_DUE_DATE)
    promised_at = _checked(to_minute(request.promised_at), dossier.due_at, context)
    extension = DueDateExtension(
        reason=request.reason,
        told_at=context.now,
        due_before=dossier.due_at,
        promised_at=promised_at,
        in_time=context.now <= notice_deadline(dossier.due_at, dossier.terms.extension_notice_days),
    )
    new_date = clock_move(ClockMoveKind.EXTENDED, ClockCause.EXTENSION, context, stated_due_at=promised_at)
    return Transition(dossier).record(
        contract.EXTENDED,
        payload={
            "reason": request.reason,
            "due_before": extension.due_before,
            "promised_at": promised_at,
            "in_time": extension.in_time,
        },
        extension=extension,
        **(apply_clock_moves(dossier, context, new_date) if extension.in_time else {}),
    )


def notice_deadline(due_at: datetime, notice_days: int) -> datetime:
    """Until when an extension is announced in time: whole days before the due date."""
    return due_at - timedelta(days=notice_days)


def _checked(promised_at: datetime, due_at: datetime, context: ActionContext) -> datetime:
    if promised_at <= max(due_at, context.now):
        raise invalid_field("/promised_at", "not_later", "The new date is not after the due date and now.")
    if not is_working_time(context.law.calendar, promised_at):
        raise invalid_field("/promised_at", "not_working_time", "Nobody works at the new date.")
    return promised_at

"""Xin lỗi và hẹn lại ngày trả (Mẫu 04; NĐ 61/2018/NĐ-CP art 19.9): a new date, at most once, told in time."""

from datetime import datetime, timedelta

from contracts import dossiers as contract
from contracts.dossiers import Action, ClockCause, ClockMoveKind, Extend, Extension
from dossiers.domain.calendar import is_working_moment, to_minute
from dossiers.domain.dossier import Dossier, Scene
from dossiers.domain.guards import Guard, guard_failed, invalid_field
from dossiers.domain.lifecycle import Change, check
from dossiers.domain.timing import move, moved


def extend(dossier: Dossier, request: Extend, scene: Scene) -> Change:
    """In time, the due date moves. Too late, the promise is kept and told, and the dossier stays late."""
    check(dossier, Action.EXTEND, scene.now)
    if dossier.due_at is None:
        raise guard_failed(Action.EXTEND, Guard.NO_DUE_DATE)
    promised_at = _checked(to_minute(request.promised_at), dossier.due_at, scene)
    extension = Extension(
        reason=request.reason,
        told_at=scene.now,
        due_before=dossier.due_at,
        promised_at=promised_at,
        in_time=scene.now <= told_until(dossier.due_at, dossier.terms.extension_notice_days),
    )
    new_date = move(ClockMoveKind.EXTENDED, ClockCause.EXTENSION, scene, stated_due_at=promised_at)
    return Change(dossier).record(
        contract.EXTENDED,
        told={
            "reason": request.reason,
            "due_before": extension.due_before,
            "promised_at": promised_at,
            "in_time": extension.in_time,
        },
        extension=extension,
        **(moved(dossier, scene, new_date) if extension.in_time else {}),
    )


def told_until(due_at: datetime, notice_days: int) -> datetime:
    """The last moment to tell of an extension: whole days before the due date."""
    return due_at - timedelta(days=notice_days)


def _checked(promised_at: datetime, due_at: datetime, scene: Scene) -> datetime:
    if promised_at <= max(due_at, scene.now):
        raise invalid_field("/promised_at", "not_later", "The new date is not after the due date and now.")
    if not is_working_moment(scene.law.calendar, promised_at):
        raise invalid_field("/promised_at", "not_working_time", "Nobody works at the new date.")
    return promised_at

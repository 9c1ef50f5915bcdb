"""The deadlines of a dossier, and the reminders that are sent when one comes near or has passed.

A reminder is sent once before (`soon`) where there is something left to do, and once when the deadline has passed.
When the date moves, there are reminders of the new one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts import dossiers as contract
from contracts.catalog import SubmissionChannel
from contracts.dossiers import AwaitedKind, DossierStatus
from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import (
    add_minutes,
    count_minutes,
    minutes_before,
)
from dossiers.domain.actions.consent import consent_lapsed
from dossiers.domain.actions.extension import notice_deadline
from dossiers.domain.actions.passing import transfer_limit
from dossiers.domain.actions.processing import stop_because
from dossiers.domain.actions.reception import refuse_because
from dossiers.domain.actions.unpaid import NOT_PAID
from dossiers.domain.awaited import awaited_acts, between
from dossiers.domain.clock.interlinked import answer_until, interlinked_terms
from dossiers.domain.clock.payment_window import awaited_until, day_after
from dossiers.domain.model.dossier import ActionContext, DossierState, SentReminder
from dossiers.domain.model.law import Law
from dossiers.domain.model.state_machine import UNDER_WAY, Transition

RECEPTION, DUE, STEP, CONSULTATION = "reception", "due", "step", "consultation"
SUPPLEMENT, PAYMENT, TRANSFER = "supplement", "payment", "transfer"
NOT_SUPPLEMENTED = "Quá thời hạn bổ sung, hoàn thiện hồ sơ mà không nhận được bổ sung."


@dataclass(frozen=True)
class Deadline:
    """`name` tells it from the dossier's other deadlines; `soon_at`: when to remind of it beforehand, if at all; `acted_at`:
    when what follows is done, where that is later than `at`; `between`: the agencies on both sides of it, where both are
    warned."""

    name: str
    what: str
    at: datetime
    soon_at: datetime | None = None
    note: str | None = None
    acted_at: datetime | None = None
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reminder:
    """What is to be sent when: that the deadline comes near (`soon`), or that it has passed."""

    at: datetime
    deadline: Deadline
    soon: bool


def next_reminders(dossier: DossierState, law: Law) -> dict[str, Reminder]:
    """The next reminder of each deadline, by the name of the deadline."""
    sent = {(reminder.alarm, reminder.deadline): reminder for reminder in dossier.warned}
    found = (_next(deadline, sent.get((deadline.name, deadline.at))) for deadline in _deadlines(dossier, law))
    return {reminder.deadline.name: reminder for reminder in found if reminder is not None}


def send(dossier: DossierState, reminder: Reminder, context: ActionContext) -> Transition:
    """Remind the handler; where the applicant let the time for his supplement or his payment pass, act on it."""
    deadline = reminder.deadline
    if deadline.what == SUPPLEMENT and not reminder.soon:
        return _unanswered(dossier, context)
    if deadline.what == PAYMENT and not reminder.soon and _is_stopped_unpaid(dossier, context.law):
        return stop_because(dossier, NOT_PAID, None, context)
    return Transition(dossier).record(
        contract.DUE_SOON if reminder.soon else contract.OVERDUE,
        payload={
            "what": deadline.what,
            "deadline": deadline.at,
            "note": deadline.note,
            "between": deadline.between,
        },
        warned=_reminders_sent(dossier, reminder),
        **_mark_consultation_late(dossier, reminder, context.now),
        **(consent_lapsed(dossier, deadline.at, context) if _ends_consent(reminder) else {}),
    )


def _ends_consent(reminder: Reminder) -> bool:
    return reminder.deadline.what == AwaitedKind.CONSENT and not reminder.soon


def _reminders_sent(dossier: DossierState, reminder: Reminder) -> tuple[SentReminder, ...]:
    """The last reminder of each date, so that none is sent again of a date to which the clock comes back."""
    sent = SentReminder(alarm=reminder.deadline.name, soon=reminder.soon, deadline=reminder.deadline.at)
    same = (sent.alarm, sent.deadline)
    others = tuple(earlier for earlier in dossier.warned if (earlier.alarm, earlier.deadline) != same)
    return (*others, sent)


def _mark_consultation_late(dossier: DossierState, reminder: Reminder, now: datetime) -> dict[str, Any]:
    """A consultation records when its head was reminded that it is late."""
    if reminder.deadline.what != CONSULTATION:
        return {}
    return {
        "consultations": tuple(
            consultation.model_copy(update={"late_told_at": now})
            if _name(CONSULTATION, consultation.consultation_id) == reminder.deadline.name
            else consultation
            for consultation in dossier.consultations
        )
    }


def _next(deadline: Deadline, sent: SentReminder | None) -> Reminder | None:
    if sent is None and deadline.soon_at is not None:
        return Reminder(deadline.soon_at, deadline, soon=True)
    if sent is None or sent.soon:
        return Reminder(deadline.acted_at or deadline.at, deadline, soon=False)
    return None


def _deadlines(dossier: DossierState, law: Law) -> Iterator[Deadline]:
    yield from _of_reception(dossier, law)
    yield from _of_transfer(dossier, law)
    yield from _of_supplement(dossier, law)
    yield from _of_payment(dossier, law)
    if dossier.status in UNDER_WAY:
        for consultation in dossier.open_consultations:
            name = _name(CONSULTATION, consultation.consultation_id)
            yield Deadline(name, CONSULTATION, consultation.due_at, note=consultation.agency_code)
    if dossier.status is not DossierStatus.STOPPED:
        yield from _of_group(dossier)
    runs = dossier.ended_at is None and dossier.clock_stopped_since is None
    if runs and dossier.received_at is not None:
        yield from _of_clock(dossier, dossier.received_at, law)


def _of_reception(dossier: DossierState, law: Law) -> Iterator[Deadline]:
    """The agency says within some working hours whether it receives what came online (NĐ 45/2020/NĐ-CP); of an interlinked
    group, however it came, within the hours of the group (NĐ 301/2026/NĐ-CP art 6.1b)."""
    group = interlinked_terms(law)
    online = dossier.channel is SubmissionChannel.ONLINE
    if dossier.status is not DossierStatus.SUBMITTED or (group is None and not online):
        return
    answered = dossier.supplements[-1].answered_at if dossier.supplements else None
    passed = (each.passed_at for each in dossier.passings if each.until is not None)
    since = max(answered or dossier.submitted_at, *passed, dossier.submitted_at)
    try:
        if group is not None:
            at = answer_until(since, law.calendar, group)
        else:
            at = add_minutes(law.calendar, since, law.regime.online_ack_hours * 60)
    except ServiceError as error:
        _only_incomplete(error)
        return
    yield Deadline(RECEPTION, RECEPTION, at)


def _of_transfer(dossier: DossierState, law: Law) -> Iterator[Deadline]:
    """What a desk received for another agency, and what passed on to the competent one, is received there the same working
    day, after 15:00 at the start of the next (NĐ 118/2025/NĐ-CP art 18.2)."""
    if dossier.status is not DossierStatus.SUBMITTED or dossier.supplements:
        return
    if dossier.passings:
        at = next((each.until for each in reversed(dossier.passings) if each.until is not None), None)
    else:
        at = transfer_limit(dossier.submitted_at, law) if dossier.forwarded_from else None
    if at is not None:
        yield Deadline(TRANSFER, TRANSFER, at)


def _of_supplement(dossier: DossierState, law: Law) -> Iterator[Deadline]:
    if dossier.status is not DossierStatus.SUPPLEMENT_REQUESTED:
        return
    supplement = dossier.supplements[-1]
    if supplement.answer_until is not None:
        at = supplement.answer_until
        soon_at = _soon(at, supplement.requested_at, law)
        yield Deadline(SUPPLEMENT, SUPPLEMENT, at, soon_at, acted_at=day_after(at, law))


def _of_group(dossier: DossierState) -> Iterator[Deadline]:
    """What one agency of a group awaits of another one, or of the owner of a dwelling: both sides are warned."""
    names = {step.code: step.name for step in dossier.steps}
    for act in awaited_acts(dossier):
        which = act.step_code or act.consent_id or ""
        note = names.get(act.step_code or "")
        yield Deadline(_name(act.kind, which), act.kind, act.until, note=note, between=between(dossier, act))


def _of_payment(dossier: DossierState, law: Law) -> Iterator[Deadline]:
    """The clock stands while a fee is awaited, so the wait needs an end of its own.

    The applicant is reminded; then the dossier is stopped, or the office is told, which decides, as the regime says. What
    waits with its result waits on: there is nothing left to stop.
    """
    at = awaited_until(dossier, law)
    if dossier.status is not DossierStatus.PAYMENT_DUE or dossier.fee is None or at is None:
        return
    acted_at = day_after(at, law) if _is_stopped_unpaid(dossier, law) else None
    yield Deadline(PAYMENT, PAYMENT, at, _soon(at, dossier.fee.requested_at, law), acted_at=acted_at)


def _is_stopped_unpaid(dossier: DossierState, law: Law) -> bool:
    return law.regime.payment_end == "stop" and not dossier.has_ended


def _of_clock(dossier: DossierState, received_at: datetime, law: Law) -> Iterator[Deadline]:
    if dossier.due_at is not None:
        yield Deadline(DUE, DUE, dossier.due_at, _due_soon(dossier, dossier.due_at, received_at, law))
    for step in dossier.open_steps:
        if step.due_at is not None:
            yield Deadline(_name(STEP, step.code), STEP, step.due_at, note=step.name)


def _soon(deadline: datetime, since: datetime, law: Law) -> datetime | None:
    """Some working hours before; not at all where there was never more time than that."""
    try:
        soon_at = minutes_before(law.calendar, deadline, law.regime.due_soon_working_hours * 60)
    except ServiceError as error:
        _only_incomplete(error)
        return None
    return soon_at if since < soon_at < deadline else None


def _due_soon(dossier: DossierState, due_at: datetime, received_at: datetime, law: Law) -> datetime | None:
    """While an extension can still be announced in time (art 19.9): some working hours before it no longer can, or half of
    the working time until then where that is less. Where no extension is left, before the due date."""
    if dossier.extension is not None or dossier.terms.extension_limit == 0:
        return _soon(due_at, received_at, law)
    latest = notice_deadline(due_at, dossier.terms.extension_notice_days)
    if latest <= received_at:
        return _soon(due_at, received_at, law)
    try:
        half = count_minutes(law.calendar, received_at, latest) // 2
        minutes = min(law.regime.due_soon_working_hours * 60, half)
        soon_at = minutes_before(law.calendar, latest, minutes)
    except ServiceError as error:
        _only_incomplete(error)
        return None
    return soon_at if received_at < soon_at < due_at else None


def _unanswered(dossier: DossierState, context: ActionContext) -> Transition:
    """What was received is stopped; what never was is not accepted (5 → 8 leads to processing, which it never saw)."""
    if dossier.received_at is None:
        return refuse_because(dossier, NOT_SUPPLEMENTED, None, context)
    return stop_because(dossier, NOT_SUPPLEMENTED, None, context)


def _only_incomplete(error: ServiceError) -> None:
    """Without a calendar that reaches so far there is no reminder; the action itself goes on."""
    if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
        raise error


def _name(what: str, which: str) -> str:
    return f"{what} {which}"

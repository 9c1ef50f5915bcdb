"""Thời hạn nộp: until when what is to be paid is waited for, and what ends the waiting."""

from datetime import datetime, time, timedelta

from contracts.errors import ErrorCode, ServiceError
from contracts.working_time import local, utc
from dossiers.domain.clock.windows import end_of_window
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law


def pay_until(requested_at: datetime, law: Law) -> datetime | None:
    """The end of the working days that the regime gives; None where the calendar does not reach so far."""
    try:
        return end_of_window(law, requested_at, law.regime.payment_working_days)
    except ServiceError as error:
        if error.code is not ErrorCode.CALENDAR_INCOMPLETE:
            raise
        return None


def awaited_until(dossier: DossierState, law: Law) -> datetime | None:
    """Until when the money of a dossier is waited for; None where none is, or the waiting has ended."""
    fee = dossier.fee
    if fee is None or fee.paid_at is not None or fee.lapsed_at is not None:
        return None
    return fee.pay_until or pay_until(fee.requested_at, law)


def day_after(end: datetime, law: Law) -> datetime | None:
    """When what follows the end of a time is done; None: at the end itself.

    A time that ends with a day leaves the applicant the whole of it (BLDS 2015 art 148).
    """
    if not law.regime.interlinked and law.regime.windows_end != "day":
        return None
    return utc(datetime.combine(local(end).date() + timedelta(days=1), time()))


def has_ended_unpaid(dossier: DossierState, now: datetime, law: Law) -> bool:
    """Whether the time to pay is over and no money came."""
    end = awaited_until(dossier, law)
    return end is not None and (day_after(end, law) or end) <= now

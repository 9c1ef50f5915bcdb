"""One of our own dossiers on its way to the national portal.

While it is WAITING there is one timer for it, and only the timer's run talks to the portal: so what is sent of one
dossier is sent in order.
"""

from datetime import datetime, timedelta

from contracts.base import Identifier, Instant
from contracts.sync import PortalPush, PushState


class PushRow(PortalPush):
    """As it is stored. `delivered_version`: up to where its progress was delivered; `at_portal`: the portal has it;
    `touched`: something changed that is no version of the dossier, such as the seal on its result;
    `log_version` counts our own events about it."""

    delivered_version: int = 0
    at_portal: bool = False
    touched: bool = False
    failing_since: Instant | None = None
    log_version: int = 0
    changed_at: Instant

    @property
    def is_behind(self) -> bool:
        return self.touched or self.pushed_version < self.wanted_version


def dossier_changed(
    row: PushRow | None, dossier_id: Identifier, code: str, agency_code: str, version: int, at: datetime
) -> PushRow:
    """The dossier has come to this version. Events may come in any order; an older one changes nothing."""
    if row is None:
        return PushRow(
            dossier_id=dossier_id,
            code=code,
            agency_code=agency_code,
            state=PushState.WAITING,
            wanted_version=version,
            pushed_version=0,
            attempts=0,
            changed_at=at,
        )
    if version <= row.wanted_version:
        return row
    newer = _next(row, at, wanted_version=version)
    return newer if row.state is PushState.WAITING else restarted(newer, at)


def related_changed(row: PushRow, at: datetime) -> PushRow:
    """Something beside the dossier has changed: it is to be sent once more as it stands."""
    newer = _next(row, at, touched=True)
    return newer if row.state is PushState.WAITING else restarted(newer, at)


def started(row: PushRow, at: datetime) -> PushRow:
    """An attempt runs now; it sends what there is from now on."""
    return _next(row, at, next_try_at=None, touched=False)


def acknowledged(row: PushRow, version: int, message: str, at: datetime) -> PushRow:
    """The portal has this version and the progress up to it. WAITING still when more has happened meanwhile."""
    pushed = max(row.pushed_version, version)
    done = pushed >= row.wanted_version and not row.touched
    return _next(
        row,
        at,
        state=PushState.ACKNOWLEDGED if done else PushState.WAITING,
        pushed_version=pushed,
        delivered_version=max(row.delivered_version, version),
        at_portal=True,
        attempts=0,
        failing_since=None,
        next_try_at=None,
        last_answer=message,
        log_version=row.log_version + 1,
    )


def postponed(
    row: PushRow, message: str, delay: timedelta, give_up_after: timedelta, at: datetime
) -> PushRow:
    """The portal was away: tried again after `delay`, or given up when it has failed for `give_up_after`."""
    since = row.failing_since or at
    failed = _next(
        row, at, attempts=row.attempts + 1, failing_since=since, last_answer=message, next_try_at=None
    )
    if at - since >= give_up_after:
        return _next(failed, at, state=PushState.GIVEN_UP)
    return _next(failed, at, next_try_at=at + delay)


def refused(row: PushRow, message: str, at: datetime) -> PushRow:
    """The portal found its content wrong: the same again would be refused again."""
    return _next(
        row,
        at,
        state=PushState.REFUSED,
        attempts=row.attempts + 1,
        last_answer=message,
        next_try_at=None,
    )


def with_delivered(row: PushRow, at_portal: bool, delivered_version: int) -> PushRow:
    """With what of an attempt has arrived, also of one that failed."""
    newest = max(row.delivered_version, delivered_version)
    return row.model_copy(update={"at_portal": at_portal, "delivered_version": newest})


def restarted(row: PushRow, at: datetime) -> PushRow:
    """Waiting, as if nothing had failed before."""
    return _next(row, at, state=PushState.WAITING, attempts=0, failing_since=None, next_try_at=None)


def is_running(row: PushRow) -> bool:
    """An attempt runs or is about to: the timer is not to be touched."""
    return row.state is PushState.WAITING and row.next_try_at is None


def view(row: PushRow) -> PortalPush:
    """As administrators see it."""
    return PortalPush(**row.model_dump(include=set(PortalPush.model_fields)))


def _next(row: PushRow, at: datetime, **changes: object) -> PushRow:
    return row.model_copy(update={"changed_at": at, **changes})

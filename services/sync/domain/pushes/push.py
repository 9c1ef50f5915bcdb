"""A dossier of ours on its way to the national portal.

While it is WAITING there is one timer for it, and only the timer's run talks to the portal: so what is told of one
dossier is told in order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.base import Identifier, Instant
from contracts.sync import PortalPush, PushState

MAX_DELAY = timedelta(minutes=30)


class PushRow(PortalPush):
    """As it is kept. `told_version`: up to where its course was told; `known`: the portal has it;
    `touched`: something changed that is no version of the dossier, such as the seal on its result;
    `log_version` counts what we told of it ourselves."""

    told_version: int = 0
    known: bool = False
    touched: bool = False
    failing_since: Instant | None = None
    log_version: int = 0
    changed_at: Instant

    @property
    def is_behind(self) -> bool:
        return self.touched or self.pushed_version < self.wanted_version


@dataclass(frozen=True)
class PushBackoff:
    """The first pause after a failure doubles up to half an hour; after `limit` of failing nothing is tried again."""

    first_pause: timedelta
    limit: timedelta

    def delay(self, attempts: int) -> timedelta:
        doubled: timedelta = self.first_pause * 2.0 ** min(attempts, 16)
        return min(doubled, MAX_DELAY)


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
    return newer if row.state is PushState.WAITING else _restart(newer, at)


def related_changed(row: PushRow, at: datetime) -> PushRow:
    """It is to be told once more as it stands."""
    newer = _next(row, at, touched=True)
    return newer if row.state is PushState.WAITING else _restart(newer, at)


def started(row: PushRow, at: datetime) -> PushRow:
    """A try runs now; what is told is what there is from now on."""
    return _next(row, at, next_try_at=None, touched=False)


def acknowledged(row: PushRow, version: int, words: str, at: datetime) -> PushRow:
    """The portal has this version and its course up to it. WAITING still when more has happened meanwhile."""
    pushed = max(row.pushed_version, version)
    done = pushed >= row.wanted_version and not row.touched
    return _next(
        row,
        at,
        state=PushState.ACKNOWLEDGED if done else PushState.WAITING,
        pushed_version=pushed,
        told_version=max(row.told_version, version),
        known=True,
        attempts=0,
        failing_since=None,
        next_try_at=None,
        last_answer=words,
        log_version=row.log_version + 1,
    )


def postponed(row: PushRow, words: str, patience: PushBackoff, at: datetime) -> PushRow:
    """It could not be told now. Given up when it could not for too long."""
    since = row.failing_since or at
    failed = _next(
        row, at, attempts=row.attempts + 1, failing_since=since, last_answer=words, next_try_at=None
    )
    if at - since >= patience.limit:
        return _next(failed, at, state=PushState.GIVEN_UP)
    return _next(failed, at, next_try_at=at + patience.delay(row.attempts))


def refused(row: PushRow, words: str, at: datetime) -> PushRow:
    """The portal said what is wrong with it: the same again would be refused again."""
    return _next(
        row,
        at,
        state=PushState.REFUSED,
        attempts=row.attempts + 1,
        last_answer=words,
        next_try_at=None,
    )


def with_delivered(row: PushRow, known: bool, told_version: int) -> PushRow:
    """What of a try that failed has arrived all the same."""
    return row.model_copy(update={"known": known, "told_version": max(row.told_version, told_version)})


def restarted(row: PushRow, at: datetime) -> PushRow:
    """As if nothing had failed before."""
    return _restart(row, at)


def is_running(row: PushRow) -> bool:
    """A try runs or is about to: the timer is not to be touched."""
    return row.state is PushState.WAITING and row.next_try_at is None


def view(row: PushRow) -> PortalPush:
    return PortalPush(**row.model_dump(include=set(PortalPush.model_fields)))


def _restart(row: PushRow, at: datetime) -> PushRow:
    return _next(row, at, state=PushState.WAITING, attempts=0, failing_since=None, next_try_at=None)


def _next(row: PushRow, at: datetime, **changes: object) -> PushRow:
    return row.model_copy(update={"changed_at": at, **changes})

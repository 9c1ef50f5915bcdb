"""When who administers a machine client hears that one of its secrets ends (báo trước khi khóa bí mật hết hạn)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.machine_clients.clients import Client, Secret
from contracts.time import local_day

NOTICE_DAYS = (1, 7, 30)
"""Days before the end, by the calendar of Viet Nam: one notice for each."""


@dataclass(frozen=True)
class DueNotice:
    """A notice to send now. `days`: the one of NOTICE_DAYS that it is; `successor`: the end of another live secret that goes
    on longer, if there is one."""

    secret: Secret
    days: int
    successor: datetime | None


def due_notices(client: Client, at: datetime) -> tuple[DueNotice, ...]:
    """Of the live secrets of a client that is not disabled.

    Of several that were missed the last is sent alone. A secret that was made for no longer than the days of a notice is not
    noticed that early.
    """
    if client.disabled_at is not None:
        return ()
    live = client.live_secrets(at)
    last = max((secret.expires_at for secret in live), default=at)
    found = ((secret, _due_days(secret, at)) for secret in live)
    return tuple(
        DueNotice(secret, days, last if last > secret.expires_at else None)
        for secret, days in found
        if days is not None
    )


def secret_in_use(client: Client, at: datetime) -> Secret | None:
    """The live secret with whose end the program stands still unless it is given another: the one that was used last, the
    newest where none was used."""
    live = client.live_secrets(at)
    return max(
        live, key=lambda each: (each.used_at is not None, each.used_at or each.created_at), default=None
    )


def _due_days(secret: Secret, at: datetime) -> int | None:
    days = next((each for each in NOTICE_DAYS if _days_left(secret, at) <= each), None)
    if days is None or (secret.noticed_days is not None and secret.noticed_days <= days):
        return None
    return None if _days_left(secret, secret.created_at) <= days else days


def _days_left(secret: Secret, at: datetime) -> int:
    return (local_day(secret.expires_at) - local_day(at)).days

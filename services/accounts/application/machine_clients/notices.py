"""Once a day: who administers a machine client hears of secrets that end soon, and their ends are shown as a metric."""

from datetime import datetime, time, timedelta
from typing import NoReturn

from accounts.domain.machine_clients.clients import Client
from accounts.domain.machine_clients.notices import DueNotice, due_notices, secret_in_use
from accounts.repository.accounts import AccountRepository
from accounts.repository.machine_clients import MachineClientRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import AgencyRole, MachineSecretEnding
from contracts.time import VIETNAM

NOTICES = "accounts.machine_secret_notices"
"""Timer that is always there."""
MOST_NOTIFIED = 20
_AT = time(7, tzinfo=VIETNAM)
"""When people begin to work who can put a new secret in place."""


def notify_daily(store: Store, context: Context) -> NoReturn:
    """Each notice once, whatever is repeated: it is noted in the transaction of its event. Raises RunAgainAt."""
    now = utcnow()
    metrics.MACHINE_SECRET_ENDS.clear()
    for client in store.repository(MachineClientRepository).listed(None, None, 0):
        in_use = None if client.disabled_at else secret_in_use(client, now)
        if in_use is not None:
            metrics.MACHINE_SECRET_ENDS.labels(store.service, client.client_id).set(
                in_use.expires_at.timestamp()
            )
        if due_notices(client, now):
            _notify(store, client.client_id, context)
    raise RunAgainAt(next_run(now))


def next_run(now: datetime) -> datetime:
    """The next seven o'clock of Viet Nam."""
    local = now.astimezone(VIETNAM)
    today = datetime.combine(local.date(), _AT)
    return today if local < today else today + timedelta(days=1)


def _notify(store: Store, client_id: str, context: Context) -> None:
    def work(uow: UnitOfWork) -> None:
        repository = uow.repository(MachineClientRepository)
        client = repository.get(client_id)
        due = due_notices(client, uow.now)
        officer_ids = _administering(uow, client.agency_code) if due else ()
        for notice in due:
            repository.note_notice(client_id, notice.secret.secret_id, notice.days)
            _record(uow, client, notice, officer_ids)

    store.transaction(context, work)


def _record(uow: UnitOfWork, client: Client, notice: DueNotice, officer_ids: tuple[str, ...]) -> None:
    secret = notice.secret
    payload = MachineSecretEnding(
        client_id=client.client_id,
        secret_id=secret.secret_id,
        agency_code=client.agency_code,
        client_name=client.name,
        expires_at=secret.expires_at,
        successor_expires_at=notice.successor,
        officer_ids=officer_ids,
    )
    version = uow.last_version(secret.secret_id) + 1
    uow.record_event(contract.MACHINE_SECRET_ENDING, secret.secret_id, version, payload)


def _administering(uow: UnitOfWork, agency_code: str) -> tuple[str, ...]:
    """Who administers the accounts of the agency, administrators of the system where nobody does."""
    accounts = uow.repository(AccountRepository)
    own = accounts.holder_ids(agency_code, AgencyRole.ACCOUNTS, MOST_NOTIFIED)
    return tuple(own or accounts.holder_ids(None, AgencyRole.ACCOUNTS, MOST_NOTIFIED))

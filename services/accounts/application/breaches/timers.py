"""What the timers of a breach do: reminders of what is to be told, and the signed sheet."""

from accounts.application.breaches import register
from accounts.clients.documents import Documents
from accounts.domain.breaches import reminders, sheet
from accounts.domain.breaches.register import entry
from accounts.repository.breaches import BreachRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import BreachAct, BreachDeadlineEvent, BreachDuty, BreachSheetFile


def remind(store: Store, timer: Timer, context: Context) -> None:
    """The reminders that are due. Raises RunAgainAt for the next one; nothing more once all has been told."""

    def work(uow: UnitOfWork) -> None:
        breach = uow.repository(BreachRepository).find(timer.key)
        if breach is None:
            return
        for duty in breach.duties:
            if duty.done_at is None and duty.due_at - reminders.BEFORE[0] <= uow.now:
                _remind(uow, breach.breach_id, breach.agency_code, duty)

    store.transaction(context, work)
    found = store.repository(BreachRepository).find(timer.key)
    following = None if found is None else reminders.next_reminder(found, utcnow())
    if following is not None:
        raise RunAgainAt(following.at)


def _remind(uow: UnitOfWork, breach_id: str, agency_code: str | None, duty: BreachDuty) -> None:
    escalated = uow.now >= duty.due_at - reminders.ESCALATED
    payload = BreachDeadlineEvent(
        breach_id=breach_id,
        duty=duty.duty,
        deadline=duty.due_at,
        officer_ids=register.responsible(uow, agency_code, escalated=escalated),
    )
    kind = contract.BREACH_OVERDUE if uow.now >= duty.due_at else contract.BREACH_DUE_SOON
    register.record_beside(uow, kind, breach_id, payload)


def make_sheet(store: Store, client: RpcClient, timer: Timer, context: Context) -> None:
    """Once per command: a run that is repeated gets the document that was made first. Raises what records raises, after
    which the timer goes on."""
    breach = store.repository(BreachRepository).find(timer.key)
    if breach is None or not breach.sheet_pending:
        return
    command_id = f"{timer.payload['command_id']}-{breach.version}"
    entries = register.entries_of(store, breach.breach_id)
    request = sheet.document(breach, entries, command_id, timer.payload["account_id"])
    made = Documents(client, context).issue(request)
    file = BreachSheetFile(
        file_id=made.file_id, verification_code=made.verification_code, of_version=breach.version
    )

    def store_sheet(uow: UnitOfWork) -> None:
        current = uow.repository(BreachRepository).get(timer.key)
        if not current.sheet_pending:
            return
        by = timer.payload["account_id"]
        number = current.version + 1
        register.save_entry(uow, current, entry(number, BreachAct.SHEET_MADE, uow.now, by, sheet=file))

    store.transaction(context, store_sheet)

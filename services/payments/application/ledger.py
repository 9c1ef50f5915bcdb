"""The ledger is compared with bills and orders, and rebuilt where entries are missing."""

from chassis.core.context import Context
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.payment_ledger import LedgerDifference, LedgerFault, RebuildLedger, RebuiltLedger
from contracts.payments import Bill, BillState
from payments.domain.ledger.balances import BillBalances, bill_balances
from payments.domain.ledger.entries import Entry
from payments.domain.ledger.implied import differences
from payments.repository.bill_records import read_records
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.migrations import open_missing


def rebuild_ledger(store: Store, request: RebuildLedger, context: Context) -> RebuiltLedger:
    """One part, in one transaction. For the operator. Raises FORBIDDEN."""
    if context.actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
    rebuilt = store.transaction(context, lambda uow: _rebuild(uow, request))
    for each in rebuilt.differences:
        metrics.LEDGER_DIFFERENCES.labels(store.service, each.fault.value).inc()
    return rebuilt


def _rebuild(uow: UnitOfWork, request: RebuildLedger) -> RebuiltLedger:
    bills = uow.repository(BillRepository).following(request.cursor, request.limit)
    ledger = uow.repository(LedgerRepository)
    stored = ledger.of_bills([bill.bill_id for bill in bills])
    found: list[LedgerDifference] = []
    for record in read_records(uow.database, uow.session, bills):
        bill = record.bill
        entries = {entry.entry_id: entry for entry in stored[bill.bill_id]}
        compared = differences(record, entries)
        if request.repair:
            ledger.add_missing(compared.missing)
            open_missing(uow.database, uow.session, record)
        entries |= {entry.entry_id: entry for entry in compared.missing}
        stored[bill.bill_id] = list(entries.values())
        named = {
            LedgerFault.MISSING: tuple(entry.entry_id for entry in compared.missing),
            LedgerFault.CHANGED: compared.changed,
            LedgerFault.UNEXPLAINED: compared.unexplained,
        }
        found += [
            LedgerDifference(
                bill_id=bill.bill_id,
                fault=fault,
                entry_id=entry_id,
                repaired=request.repair and fault is LedgerFault.MISSING,
            )
            for fault, ids in named.items()
            for entry_id in ids
        ]
        found += _of_balance(uow, bill, stored[bill.bill_id], repair=request.repair)
    return RebuiltLedger(
        checked=len(bills),
        entries=sum(map(len, stored.values())),
        sum=sum(line.amount for each in stored.values() for entry in each for line in entry.lines),
        differences=tuple(found),
        next_cursor=bills[-1].bill_id if len(bills) == request.limit else None,
    )


def _of_balance(uow: UnitOfWork, bill: Bill, entries: list[Entry], *, repair: bool) -> list[LedgerDifference]:
    """What the bill says of its money is a view of the ledger: where it differs, it is set anew."""
    folded = bill_balances(bill.bill_id, entries)
    if folded == _shown(bill):
        return []
    repairable = folded.due == _shown(bill).due and min(folded.surplus, folded.refund_due) >= 0
    if repair and repairable:
        uow.repository(BillRepository).save_view(bill, folded.surplus, folded.refund_due)
    return [
        LedgerDifference(
            bill_id=bill.bill_id,
            fault=LedgerFault.UNBALANCED,
            stored=bill.refund_due,
            folded=folded.refund_due,
            repaired=repair and repairable,
        )
    ]


def _shown(bill: Bill) -> BillBalances:
    due = bill.amount if bill.state is BillState.OPEN else 0
    return BillBalances(due=due, surplus=bill.surplus, refund_due=bill.refund_due)

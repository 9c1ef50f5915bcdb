"""The migrations of the service's database, in the order of their numbers."""

from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.storage import timers
from chassis.storage.documents import Document
from chassis.storage.migrations import Migration
from payments.domain.ledger.implied import BillRecord, implied_entries, missing_refunds
from payments.domain.refund_graph import REFUND_TIMER
from payments.domain.refunds import next_look
from payments.repository.bill_records import read_records
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.refunds import RefundRepository

MOST_BILLS = 100
"""Of one batch, which is one transaction."""


def enter_bills(database: Database[Document], limit: int) -> int:
    """A batch that makes the entries of bills that were opened before there was a ledger."""

    def work(session: ClientSession) -> int:
        repository = BillRepository(database, session)
        bills = repository.outside_ledger(min(limit, MOST_BILLS))
        ledger = LedgerRepository(database, session)
        for record in read_records(database, session, bills):
            ledger.add_missing(implied_entries(record))
            open_missing(database, session, record)
        repository.mark_in_ledger([bill.bill_id for bill in bills])
        return len(bills)

    with database.client.start_session() as session:
        return session.with_transaction(work)


def open_missing(database: Database[Document], session: ClientSession, record: BillRecord) -> None:
    """Refunds of what is to be returned and that nobody opened, with the timers that end their states."""
    found = missing_refunds(record)
    RefundRepository(database, session).add_missing(found, record.bill.payer_id)
    for refund in found:
        due_at = next_look(refund)
        if due_at is not None:
            row = timers.scheduled(REFUND_TIMER, refund.refund_id, due_at, {})
            key = {"_id": row.pop("_id")}
            database[timers.COLLECTION].update_one(key, {"$setOnInsert": row}, upsert=True, session=session)


MIGRATIONS = (Migration(1, "enter_bills", enter_bills),)

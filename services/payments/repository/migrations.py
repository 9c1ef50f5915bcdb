"""The migrations of the service's database, in the order of their numbers."""

from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.storage.documents import Document
from chassis.storage.migrations import Migration
from payments.domain.ledger.implied import implied_entries
from payments.repository.bill_records import read_records
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository

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
        repository.mark_in_ledger([bill.bill_id for bill in bills])
        return len(bills)

    with database.client.start_session() as session:
        return session.with_transaction(work)


MIGRATIONS = (Migration(1, "enter_bills", enter_bills),)

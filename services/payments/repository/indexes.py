"""Indexes of the payments service."""

from pymongo import ASCENDING
from pymongo.database import Database

from chassis.storage.documents import Document
from payments.repository import bank_transfers, orders, receipts, reconciliation, refunds, tax_summaries
from payments.repository.bills import NEWEST_FIRST


def create_indexes(database: Database[Document]) -> None:
    """May be repeated."""
    database.bills.create_index("source_event_id", unique=True)
    database.bills.create_index(NEWEST_FIRST)
    for scope in ("payer_id", "agency_code", "dossier_id"):
        database.bills.create_index([(scope, ASCENDING), *NEWEST_FIRST])
    database.orders.create_index("txn_ref", unique=True)
    database.orders.create_index([("bill_id", ASCENDING), ("state", ASCENDING)])
    database.orders.create_index([("bill_id", ASCENDING), *orders.NEWEST_FIRST])
    receipts.create_indexes(database)
    tax_summaries.create_indexes(database)
    reconciliation.create_indexes(database)
    database.ledger.create_index("bill_id")
    database.bank_transfers.create_index(bank_transfers.NEWEST_FIRST)
    database.bank_transfers.create_index([("outcome", ASCENDING), *bank_transfers.NEWEST_FIRST])
    database.refunds.create_index("bill_id")
    for scope in ("payer_id", "agency_code"):
        database.refunds.create_index([(scope, ASCENDING), *refunds.NEWEST_FIRST])
    database.refunds.create_index(refunds.NEWEST_FIRST)

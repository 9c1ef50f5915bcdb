"""One agency that collects, and records and accounts as they answer payments."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.support.receipts import bill_of, registration
from tests.support.rpc_stub import StubRpcClient

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts, records
from contracts.accounts import Contact, GetContact
from contracts.base import Actor, ActorKind, Empty, OfficerRole
from contracts.dossiers import FeeItem
from contracts.errors import not_found
from contracts.payments import Bill
from contracts.receipts import CancelReceipt, Collector, ListReceipts, Receipt, ReceiptKind, ReplaceReceipt
from contracts.records import EndDocuments, IssueDocument, SignData, SignedData, SignedDocument
from contracts.time import local_day
from payments.application.receipts import commands, documents, issue, queries
from payments.domain.receipts.collectors import ReceiptForm
from payments.repository.bills import BillRepository
from payments.repository.receipts import ReceiptRepository

SIGNATURE = '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" />'
ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="administrator")


def manager(agency_code: str) -> Actor:
    return Actor(
        kind=ActorKind.OFFICER, account_id="manager", agency_code=agency_code, roles=(OfficerRole.MANAGER,)
    )


@dataclass
class Records:
    """Records and accounts, as they answer payments: which commands came, which documents were ended."""

    client: StubRpcClient = field(default_factory=lambda: StubRpcClient("payments"))
    made: dict[str, SignedDocument] = field(default_factory=dict)
    asked_for: list[IssueDocument | SignData] = field(default_factory=list)
    ended: list[EndDocuments] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client.answers(records.issue_document, self._make)
        self.client.answers(records.sign_data, self.sign)
        self.client.answers(records.end_documents, self._end)
        self.client.answers(accounts.get_contact, self._contact)

    def _make(self, request: IssueDocument | SignData) -> SignedDocument:
        self.asked_for.append(request)
        number = len(self.made)
        code = f"AAAA-AAAA-AAAA-AA{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number // 26]}{chr(65 + number % 26)}"
        made = SignedDocument(
            file_id=new_id(), sha256="0" * 64, size=1, verification_code=code, issued_at=utcnow()
        )
        return self.made.setdefault(request.command_id, made)

    def sign(self, request: SignData) -> SignedData:
        return SignedData(**dict(self._make(request)), signature=SIGNATURE)

    def _end(self, request: EndDocuments) -> Empty:
        self.ended.append(request)
        return Empty()

    def _contact(self, request: GetContact) -> Contact:
        if request.account_id == "gone":
            raise not_found("account")
        return Contact(account_id=request.account_id, full_name="Nguyễn Văn An")


@dataclass(frozen=True)
class Desk:
    """One agency that collects, with receipts of its own."""

    store: Store
    agency_code: str
    neighbours: Records = field(default_factory=Records)

    def register(self, first_day: date | None = None, **changes: Any) -> Collector:
        request = registration(self.agency_code, first_day or local_day(utcnow()), **changes)
        return commands.register_collector(self.store, request, Context.new(ADMINISTRATOR))

    def collect(self, *items: FeeItem, at: datetime | None = None, **changes: Any) -> Bill:
        bill = bill_of(self.agency_code, *items, **changes)
        self.store.repository(BillRepository).add(bill, new_id())
        self.form_of(bill, at)
        return bill

    def form_of(self, bill: Bill, at: datetime | None = None) -> ReceiptForm:
        def work(uow: UnitOfWork) -> ReceiptForm:
            moved = dataclasses.replace(uow, now=at or uow.now)
            return issue.issue_receipts(moved, bill, "order-1")

        return self.store.transaction(Context.new(), work)

    def receipts(self, bill: Bill | None = None) -> list[Receipt]:
        """The oldest first."""
        request = ListReceipts(bill_id=bill and bill.bill_id)
        found = queries.list_receipts(self.store, request, Context.new(manager(self.agency_code)))
        return list(reversed(found.items))

    def numbers(self, kind: ReceiptKind = ReceiptKind.STATE_CHARGE) -> list[int]:
        found = self.store.database.receipts.find({"agency_code": self.agency_code, "kind": kind.value})
        return sorted(each["number"] for each in found)

    def document(self, receipt: Receipt) -> Receipt:
        """The run of the timer."""
        documents.make_documents(self.store, self.neighbours.client, receipt.receipt_id, Context.new())
        return self.store.repository(ReceiptRepository).get(receipt.receipt_id)

    def cancel(self, receipt: Receipt, actor: Actor | None = None, **changes: Any) -> Receipt:
        request = CancelReceipt(**{**self._end(receipt), **changes})
        context = Context.new(actor or manager(self.agency_code))
        return commands.cancel_receipt(self.store, request, context)

    def replace(self, receipt: Receipt, **changes: Any) -> Receipt:
        request = ReplaceReceipt(**{**self._end(receipt), **changes})
        return commands.replace_receipt(self.store, request, Context.new(manager(self.agency_code)))

    def _end(self, receipt: Receipt) -> dict[str, Any]:
        return {
            "command_id": new_id(),
            "receipt_id": receipt.receipt_id,
            "expected_version": receipt.version,
            "reason": "Ghi sai",
        }

    def events(self, receipt: Receipt) -> list[str]:
        event_log.verify(self.store.database, receipt.receipt_id)
        return [each.type for each in event_log.entries(self.store.database, receipt.receipt_id)]

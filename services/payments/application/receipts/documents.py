"""The signed PDF and XML of a receipt, made after its collection; and what verification says once it is no longer good."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.receipts import RECEIPT_DOCUMENTED, Receipt, ReceiptFile, ReceiptState
from contracts.records import DocumentStanding, EndDocuments, SignedDocument
from contracts.time import local_day
from payments.clients.documents import Documents
from payments.clients.payers import find_payer
from payments.domain.receipts import receipts
from payments.domain.receipts.content import receipt_document
from payments.domain.receipts.xml import receipt_data
from payments.repository.receipts import CollectorRepository, ReceiptRepository

_STANDINGS = {
    ReceiptState.CANCELLED: DocumentStanding.CANCELLED,
    ReceiptState.REPLACED: DocumentStanding.REPLACED,
}


def make_documents(store: Store, client: RpcClient, receipt_id: str, context: Context) -> None:
    """The run of the timer. Each step is once per command, so that an interrupted run goes on where it was.

    Raises UNAVAILABLE while records or accounts are away, VERSION_STALE when the receipt ends meanwhile: to be run again.
    """
    repository = store.repository(ReceiptRepository)
    receipt, documents = repository.get(receipt_id), Documents(client, context)
    before = repository.get(receipt.replaces) if receipt.replaces else None
    if receipt.pdf is None:
        receipt = _made(store, documents, receipt, before, context)
    if receipt.state is not ReceiptState.ISSUED:
        successor = repository.get(receipt.replaced_by) if receipt.replaced_by else None
        _end(documents, receipt, successor)
    if before is not None:
        _end(documents, before, receipt)


def _made(
    store: Store, documents: Documents, receipt: Receipt, before: Receipt | None, context: Context
) -> Receipt:
    payer = find_payer(documents.client, receipt.payer_id, context)
    day = local_day(receipt.issued_at)
    collector = store.repository(CollectorRepository).in_force(receipt.agency_code, day)
    pdf = documents.issue(receipt_document(receipt, payer, before))
    xml = documents.sign(receipt_data(receipt, payer, collector, before))
    after = receipts.documented(receipt, file_of(pdf), file_of(xml))

    def work(uow: UnitOfWork) -> None:
        uow.repository(ReceiptRepository).save(after)
        payload = receipts.receipt_event(after)
        uow.record_event(RECEIPT_DOCUMENTED, after.receipt_id, after.version, payload)

    store.transaction(context, work)
    return after


def _end(documents: Documents, receipt: Receipt, successor: Receipt | None) -> None:
    """Its own timer sees to one that has no files yet."""
    for own, others in (
        (receipt.pdf, successor and successor.pdf),
        (receipt.xml, successor and successor.xml),
    ):
        if own is not None:
            documents.end(
                EndDocuments(
                    codes=(own.verification_code,),
                    standing=_STANDINGS[receipt.state],
                    replaced_by=others.verification_code if others else None,
                )
            )


def file_of(signed: SignedDocument) -> ReceiptFile:
    """As a receipt or a summary names it."""
    return ReceiptFile(
        file_id=signed.file_id,
        sha256=signed.sha256,
        size=signed.size,
        verification_code=signed.verification_code,
    )

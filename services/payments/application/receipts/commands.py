"""Receipts are cancelled and replaced, collectors registered: what people decide."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import receipts as contract
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.events import EventType
from contracts.receipts import (
    COLLECTOR_REGISTERED,
    RECEIPT_CANCELLED,
    RECEIPT_REPLACED,
    CancelReceipt,
    Collector,
    CollectorEvent,
    Receipt,
    ReceiptEvent,
    RegisterCollector,
    RegisterCollectorBody,
    ReplaceReceipt,
)
from contracts.time import local_day
from payments.application.receipts import issue
from payments.application.tax_summaries.prepare import report
from payments.domain.receipts import access, receipts
from payments.domain.receipts.collectors import require_valid
from payments.repository.receipts import CollectorRepository, ReceiptRepository

LATE = "payments.late_receipts"
"""Kind of the timers that issue the receipts which had to wait for a collector."""


def register_collector(store: Store, request: RegisterCollector, context: Context) -> Collector:
    """Once per command. Raises FORBIDDEN, INVALID_REQUEST. Collections that wait for a receipt get it on its first day."""
    access.require_registrar(context.actor, request.agency_code)

    def work(uow: UnitOfWork) -> Collector:
        require_valid(request, local_day(uow.now))
        fields = {name: getattr(request, name) for name in RegisterCollectorBody.model_fields}
        collector = Collector(**fields, collector_id=new_id(), registered_at=uow.now)
        uow.repository(CollectorRepository).add(collector)
        payload = CollectorEvent(
            collector_id=collector.collector_id,
            agency_code=collector.agency_code,
            valid_from=collector.valid_from,
        )
        uow.record_event(COLLECTOR_REGISTERED, collector.collector_id, 1, payload)
        uow.schedule(LATE, collector.agency_code, issue.first_moment(collector, uow.now), {})
        return collector

    return store.run_idempotent(contract.register_collector, request, context, work)


def cancel_receipt(store: Store, request: CancelReceipt, context: Context) -> Receipt:
    """Once per command. Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, ILLEGAL_TRANSITION."""

    def work(uow: UnitOfWork) -> Receipt:
        receipt = _to_end(uow, request)
        return cancel(uow, receipt, request.reason)

    return store.run_idempotent(contract.cancel_receipt, request, context, work)


def replace_receipt(store: Store, request: ReplaceReceipt, context: Context) -> Receipt:
    """The new receipt, once per command. Raises as `cancel_receipt`; NOT_POSSIBLE without a collector or a number for it."""

    def work(uow: UnitOfWork) -> Receipt:
        old = _to_end(uow, request)
        collector = uow.repository(CollectorRepository).in_force(old.agency_code, local_day(uow.now))
        numbered = None if collector is None else issue.next_number(uow, collector, old.kind)
        if collector is None or numbered is None:
            raise ServiceError(ErrorCode.RECEIPT_NOT_POSSIBLE)
        ended = receipts.replaced(old, new_id(), request.reason, uow.now)
        new = receipts.replacement(old, collector, numbered, str(ended.replaced_by), uow.now)
        _save(uow, ended, RECEIPT_REPLACED)
        issue.add(uow, new, numbered[0])
        return new

    return store.run_idempotent(contract.replace_receipt, request, context, work)


def cancel(uow: UnitOfWork, receipt: Receipt, reason: str) -> Receipt:
    """Within a transaction, also that of a refund. Raises ILLEGAL_TRANSITION unless it is good."""
    ended = receipts.cancelled(receipt, reason, uow.now)
    _save(uow, ended, RECEIPT_CANCELLED)
    return ended


def _to_end(uow: UnitOfWork, request: CancelReceipt | ReplaceReceipt) -> Receipt:
    receipt = uow.repository(ReceiptRepository).get(request.receipt_id)
    access.require_ender(uow.context.actor, receipt)
    if not is_expected(request.expected_version, receipt.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=receipt.version)
    return receipt


def _save(uow: UnitOfWork, ended: Receipt, event: EventType[ReceiptEvent]) -> None:
    """What verification says of its files follows by their timer."""
    uow.repository(ReceiptRepository).save(ended)
    uow.record_event(event, ended.receipt_id, ended.version, receipts.receipt_event(ended))
    report(uow, ended, ended.state)
    uow.schedule(issue.DOCUMENTS, ended.receipt_id, uow.now, {})

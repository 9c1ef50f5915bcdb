"""Money that came by transfer: matched by its payment code, settled once, and what no bill needs is due for return."""

import logging
from datetime import datetime

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments as contract
from contracts.bank_transfers import (
    AssignBankTransfer,
    BankTransfer,
    BankTransferOutcome,
    GetTransferInstructions,
    ListBankTransfers,
    TransferInstructions,
)
from contracts.base import ActorKind, Page
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.payments import DUPLICATE_PAYMENT, Bill, ProviderAnswer, ProviderCall
from payments.application.settlement import record_settlement
from payments.domain import bills
from payments.domain.orders import Order
from payments.domain.settlement import Settlement, settle
from payments.domain.transfers import bank_transfers
from payments.domain.transfers.bank_transfers import StoredBankTransfer
from payments.domain.transfers.movements import AccountMovement
from payments.domain.transfers.payment_code import PROVIDER, find_codes
from payments.providers.bank_feeds.base import UnreadableMovement
from payments.providers.base import InvalidSignature
from payments.providers.vietqr.codes import CODES, OUTCOME
from payments.providers.vietqr.provider import VietqrProvider
from payments.repository.bank_transfers import BankTransferRepository
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def receive_movements(
    store: Store, provider: VietqrProvider, call: ProviderCall, context: Context, now: datetime
) -> ProviderAnswer:
    """A call of the feed. A line that came before is taken again and changes nothing; 401 without its key, 503 where it
    could not be stored, so that the feed calls again."""
    fields = {"feed": provider.feed.name}
    try:
        movements = provider.feed.read(call.body, call.headers, now)
        for movement in movements:
            store.transaction(
                context.as_service(store.service),
                lambda uow, movement=movement: _record(uow, provider, movement),  # type: ignore[misc]
            )
    except InvalidSignature:
        log.warning("a movement without the feed's signature", extra=fields)
        return ProviderAnswer(status=401)
    except UnreadableMovement as error:
        log.info("a call that is no movement", extra={**fields, "reason": str(error)})
    except ServiceError as error:
        log.warning("movement not recorded", extra={**fields, "code": str(error.code)})
        return ProviderAnswer(status=503)
    status, body = provider.feed.accepted()
    return ProviderAnswer(status=status, headers={"content-type": "application/json"}, body=body)


def transfer_instructions(
    store: Store, provider: VietqrProvider | None, request: GetTransferInstructions, now: datetime
) -> TransferInstructions:
    """For anybody who has the code. Raises NOT_FOUND."""
    order = store.repository(OrderRepository).find_by_txn_ref(PROVIDER, request.payment_code)
    if provider is None or order is None:
        raise not_found("order")
    return provider.instructions(order, now)


def list_bank_transfers(store: Store, request: ListBankTransfers, context: Context) -> Page[BankTransfer]:
    """By an administrator: one account may be that of several agencies. Raises FORBIDDEN."""
    _require_administrator(context)
    criteria = {"outcome": request.outcome} if request.outcome else {}
    found = store.repository(BankTransferRepository).newest(
        criteria, position_of(request.cursor, criteria, datetime), request.limit + 1
    )
    return page(
        Page[BankTransfer],
        found,
        request.limit,
        key=lambda each: (each.received_at, each.bank_transfer_id),
        filter=criteria,
        view=bank_transfers.bank_transfer_view,
    )


def assign_bank_transfer(
    store: Store, provider: VietqrProvider | None, request: AssignBankTransfer, context: Context
) -> BankTransfer:
    """Counts what was not recognised for a bill. Raises FORBIDDEN, NOT_FOUND, INVALID_REQUEST."""
    _require_administrator(context)
    if provider is None:
        raise not_found("bank_transfer")

    def work(uow: UnitOfWork) -> BankTransfer:
        stored = uow.repository(BankTransferRepository).get(request.bank_transfer_id)
        bank_transfers.require_assignable(stored)
        bill = uow.repository(BillRepository).get(request.bill_id)
        order = bank_transfers.order_of_transfer(stored, bill, min(stored.amount, bill.amount), new_id())
        uow.repository(OrderRepository).add(order)
        outcome = _count(uow, provider, stored, bill, order)
        assigned = bank_transfers.assigned(stored, order, outcome, context.actor.account_id or "")
        uow.repository(BankTransferRepository).save(assigned)
        return bank_transfers.bank_transfer_view(assigned)

    return store.run_idempotent(contract.assign_bank_transfer, request, context, work)


def _record(uow: UnitOfWork, provider: VietqrProvider, movement: AccountMovement) -> None:
    """One line of the account, once."""
    repository = uow.repository(BankTransferRepository)
    stored = bank_transfers.received(provider.feed.name, movement, sorted(find_codes(movement.text)), uow.now)
    if repository.find(stored.bank_transfer_id) is not None:
        return
    if stored.outcome is BankTransferOutcome.UNKNOWN and stored.payment_codes:
        order = uow.repository(OrderRepository).find_by_txn_ref(PROVIDER, stored.payment_codes[0])
        if order is not None:
            bill = uow.repository(BillRepository).get(order.bill_id)
            stored = bank_transfers.counted(stored, order, _count(uow, provider, stored, bill, order))
    repository.add(stored)
    metrics.BANK_TRANSFERS.labels("payments", stored.outcome.value).inc()
    log.info("transfer", extra={"bank_transfer_id": stored.bank_transfer_id, "outcome": stored.outcome.value})


def _count(
    uow: UnitOfWork, provider: VietqrProvider, stored: StoredBankTransfer, bill: Bill, order: Order
) -> BankTransferOutcome:
    """The order is settled where the money suffices; what no bill needs becomes an order that is due for return."""
    outcome = bank_transfers.outcome_of(order, bill, stored.amount)
    if outcome in (BankTransferOutcome.SETTLED, BankTransferOutcome.OVERPAID):
        read = CODES.read({OUTCOME: BankTransferOutcome.SETTLED.value}, stored.reference)
        assert read is not None
        settlement = settle(bill, order, read, uow.now)
        assert settlement is not None, "an open bill, and an order that is not paid"
        record_settlement(uow, settlement, provider.schedule)
        bill = settlement.bill
    needless = bank_transfers.needless(outcome, bill.amount, stored.amount)
    if needless:
        _give_back(uow, provider, stored, bill, order, outcome, needless)
    return outcome


def _give_back(
    uow: UnitOfWork,
    provider: VietqrProvider,
    stored: StoredBankTransfer,
    bill: Bill,
    order: Order,
    outcome: BankTransferOutcome,
    amount: int,
) -> None:
    """An order of the money itself, unless it is that of an assignment already."""
    read = CODES.read({OUTCOME: outcome.value}, stored.reference)
    assert read is not None
    if order.txn_ref != stored.bank_transfer_id or outcome is BankTransferOutcome.OVERPAID:
        rest = "/rest" if order.txn_ref == stored.bank_transfer_id else ""
        order = bank_transfers.order_of_transfer(stored, bill, amount, new_id(), rest)
        uow.repository(OrderRepository).add(order)
    surplus = bank_transfers.surplus_of(order, uow.now, read)
    settlement = Settlement(bills.with_surplus(bill, amount), surplus, DUPLICATE_PAYMENT)
    record_settlement(uow, settlement, provider.schedule)


def _require_administrator(context: Context) -> None:
    if context.actor.kind is not ActorKind.ADMINISTRATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)

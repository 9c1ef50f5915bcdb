"""A payer starts to pay a bill: the order is stored, then created at its provider, then its page is stored."""

import ipaddress
import logging
from collections.abc import Sequence
from dataclasses import replace

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments as contract
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.payments import ORDER_CREATED, Bill, CreateOrder, PaymentOrder, ProviderVerdict
from payments.application.settlement import record_settlement
from payments.domain import access, bills, orders, return_addresses
from payments.domain.orders import NewOrder, Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.settlement import settle
from payments.providers.base import PaymentPage, Provider, ProviderRefused, ProviderUnreachable
from payments.providers.registry import Providers, timer_kind
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def create_order(
    store: Store,
    providers: Providers,
    request: CreateOrder,
    context: Context,
    return_urls: Sequence[str] = (),
) -> PaymentOrder:
    """`return_urls` are the addresses of return that the installation allows. Raises NOT_FOUND, FORBIDDEN, BILL_NOT_PAYABLE,
    INVALID_REQUEST; UNAVAILABLE while the provider is away.

    While the bill has an order that can be paid or whose money is held, that one is the answer, whoever's provider it
    is: a second one beside it could be paid too. Repeated with the same command id it goes on where the first run
    stopped: the order is stored once, and from when it has its page the answer stays the same. An order that nobody
    goes on with expires by its schedule.
    """
    provider, client_ip = providers.choose(request.provider), _ip_address(request.client_ip)
    return_addresses.require_allowed(request.return_to, return_urls)
    created = store.run_idempotent(
        contract.create_order,
        request,
        context,
        lambda uow: orders.order_view(_live_order(uow, provider, request, client_ip), context.locale),
    )
    order = store.repository(OrderRepository).get(created.order_id)
    if orders.needs_page(order):
        order = _begin(store, providers.choose(order.provider), order, request.locale, context)
    return orders.with_page(created, order, context.locale)


def _live_order(uow: UnitOfWork, provider: Provider, request: CreateOrder, client_ip: str) -> Order:
    """The one that the bill has, or a new one. Two calls at once change the same bill, so one of them is run again."""
    bill = uow.repository(BillRepository).get(request.bill_id)
    access.require_payer(uow.context.actor, bill)
    bills.require_payable(bill)
    live = uow.repository(OrderRepository).live_of(bill.bill_id, uow.now)
    if live is None:
        return _store_order(uow, bill, provider, client_ip, request.return_to)
    if request.return_to != live.return_to:
        live = replace(live, return_to=request.return_to)
        uow.repository(OrderRepository).save_return_to(live)
    return live


def _store_order(
    uow: UnitOfWork, bill: Bill, provider: Provider, client_ip: str, return_to: str | None
) -> Order:
    order = orders.new_order(
        bill,
        NewOrder(
            order_id=new_id(),
            provider=provider.name,
            client_ip=client_ip,
            created_at=uow.now,
            lifetime=provider.schedule.lifetime,
            return_to=return_to,
        ),
    )
    bill = bills.next_version(bill)
    uow.repository(BillRepository).save(bill)
    uow.repository(OrderRepository).add(order)
    uow.record_event(ORDER_CREATED, bill.bill_id, bill.version, orders.order_event(bill, order))
    uow.schedule(timer_kind(provider.name), order.order_id, provider.schedule.query_times(order)[0], {})
    return order


def _begin(store: Store, provider: Provider, order: Order, locale: str, context: Context) -> Order:
    """The order with its page, or ended by the provider's refusal. The provider is called between transactions."""
    bill = store.repository(BillRepository).get(order.bill_id)
    try:
        page = provider.begin(bill, order, locale)
    except ProviderUnreachable as error:
        log.warning("provider unreachable", extra={"order_id": order.order_id, "reason": str(error)})
        raise ServiceError(ErrorCode.UNAVAILABLE) from error
    except ProviderRefused as error:
        refusal = PaymentOutcome(ProviderVerdict.NOT_PAID, code=str(error))
        return store.transaction(context, lambda uow: _end(uow, provider, order.order_id, refusal))
    return store.transaction(context, lambda uow: _store_page(uow, order.order_id, page))


def _store_page(uow: UnitOfWork, order_id: str, page: PaymentPage) -> Order:
    """The first page stays, and an order that ended meanwhile gets none."""
    order = uow.repository(OrderRepository).get(order_id)
    if not orders.needs_page(order):
        return order
    order = orders.begun(order, page.url, page.reference)
    uow.repository(OrderRepository).save_page(order)
    return order


def _end(uow: UnitOfWork, provider: Provider, order_id: str, refusal: PaymentOutcome) -> Order:
    """An order whose page another run has stored stays as it is: what was refused is a second payment for it."""
    order = uow.repository(OrderRepository).get(order_id)
    if not orders.needs_page(order):
        return order
    settlement = settle(uow.repository(BillRepository).get(order.bill_id), order, refusal, uow.now)
    if settlement is None:
        return order
    record_settlement(uow, settlement, provider.schedule)
    return settlement.order


def _ip_address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        error = FieldError(pointer="/client_ip", code="ip_address", detail="not an IP address")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(error,)) from None

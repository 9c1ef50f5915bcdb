"""A payer starts to pay a bill."""

import ipaddress
from dataclasses import replace
from datetime import timedelta

from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.payments import ORDER_CREATED, Bill, CreateOrder
from payments.domain import access, bills, orders
from payments.domain.orders import NewOrder, Order
from payments.domain.polling_schedule import QUERY_ORDER_TIMER, query_times
from payments.providers.vnpay.merchant import VnpayMerchant
from payments.providers.vnpay.pay import payment_url
from payments.repository.bills import Repositories


def create_order(
    uow: UnitOfWork, ledger: Repositories, merchant: VnpayMerchant, lifetime: timedelta, request: CreateOrder
) -> Order:
    bill = ledger.bills.get(request.bill_id, uow.session)
    access.require_payer(uow.context.actor, bill)
    bills.require_payable(bill)
    order = _order(bill, merchant, request, _try(uow, lifetime, request))
    _record(uow, ledger, bills.next_version(bill), order)
    return order


def _try(uow: UnitOfWork, lifetime: timedelta, request: CreateOrder) -> NewOrder:
    return NewOrder(
        order_id=new_id(),
        provider=request.provider,
        client_ip=_address(request.client_ip),
        created_at=uow.now,
        lifetime=lifetime,
    )


def _order(bill: Bill, merchant: VnpayMerchant, request: CreateOrder, started: NewOrder) -> Order:
    order = orders.new_order(bill, started)
    return replace(order, payment_url=payment_url(merchant, bill, order, request.locale))


def _record(uow: UnitOfWork, ledger: Repositories, bill: Bill, order: Order) -> None:
    ledger.bills.save(bill, uow.session)
    ledger.orders.add(order, uow.session)
    uow.record_event(ORDER_CREATED, bill.bill_id, bill.version, orders.order_event(bill, order))
    first = query_times(order)[0]
    uow.schedule(QUERY_ORDER_TIMER, order.order_id, first, {})


def _address(client_ip: str) -> str:
    try:
        return str(ipaddress.ip_address(client_ip))
    except ValueError:
        wrong = FieldError(pointer="/client_ip", code="ip_address", detail="not an IP address")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,)) from None

"""A payer starts to pay a bill."""

import ipaddress
from dataclasses import replace
from datetime import timedelta

from chassis.ids import new_id
from chassis.unit import Unit
from contracts.errors import Code, FieldError, ServiceError
from contracts.payments import ORDER_CREATED, Bill, CreateOrder
from payments.domain import access, bills, orders
from payments.domain.orders import Order, Try
from payments.providers.vnpay.merchant import Merchant
from payments.providers.vnpay.pay import payment_url
from payments.questions import QUERY_ORDER, question_times
from payments.repository import Ledger


def create_order(
    unit: Unit, ledger: Ledger, merchant: Merchant, lifetime: timedelta, request: CreateOrder
) -> Order:
    bill = ledger.bills.get(request.bill_id, unit.session)
    access.require_payer(unit.context.actor, bill)
    bills.require_payable(bill)
    order = _order(bill, merchant, request, _try(unit, lifetime, request))
    _record(unit, ledger, bills.noted(bill), order)
    return order


def _try(unit: Unit, lifetime: timedelta, request: CreateOrder) -> Try:
    return Try(
        order_id=new_id(),
        provider=request.provider,
        client_ip=_address(request.client_ip),
        created_at=unit.now,
        lifetime=lifetime,
    )


def _order(bill: Bill, merchant: Merchant, request: CreateOrder, started: Try) -> Order:
    order = orders.new_order(bill, started)
    return replace(order, payment_url=payment_url(merchant, bill, order, request.locale))


def _record(unit: Unit, ledger: Ledger, bill: Bill, order: Order) -> None:
    ledger.bills.save(bill, unit.session)
    ledger.orders.add(order, unit.session)
    unit.append(ORDER_CREATED, bill.bill_id, bill.version, orders.told(bill, order))
    first = question_times(order)[0]
    unit.schedule(QUERY_ORDER, order.order_id, first, {})


def _address(client_ip: str) -> str:
    try:
        return str(ipaddress.ip_address(client_ip))
    except ValueError:
        wrong = FieldError(pointer="/client_ip", code="ip_address", detail="not an IP address")
        raise ServiceError(Code.INVALID_REQUEST, errors=(wrong,)) from None

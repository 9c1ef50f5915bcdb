"""Bills and orders: what a dossier owes and how it is paid."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import payments
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from contracts.payments import Bill, PaymentOrder
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import BillId, OrderId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["payments"], route_class=JsonRoute)

_DEFAULT_PROVIDER = payments.CreateOrderBody()
_ORDER_EXAMPLE = {"provider": "vnpay"}


@router.get(
    "/bills",
    operation_id="listBills",
    summary="List bills",
    response_model=Page[Bill],
    responses=answers(
        200,
        "Link",
        links={"readBill": link("readBill", "The first.", bill_id="$response.body#/items/0/bill_id")},
    ),
)
async def list_bills(
    request: Request, caller: CurrentUser, query: Annotated[payments.ListBills, Query()]
) -> Response:
    """A bill appears a moment after its dossier was received."""
    return page_response(request, await caller.call(payments.list_bills, query))


@router.get(
    "/bills/{bill_id}",
    operation_id="readBill",
    summary="Read a bill",
    response_model=Bill,
    responses=answers(
        200, "ETag", links={"createOrder": link("createOrder", "Pay it.", bill_id="$response.body#/bill_id")}
    )
    | problems(ErrorCode.NOT_FOUND),
)
async def read_bill(caller: CurrentUser, bill_id: BillId) -> Response:
    """By the payer and the officers of the agency. Amounts are whole VND."""
    bill = await caller.call(payments.get_bill, payments.GetBill(bill_id=bill_id))
    return json_response(bill, version=bill.version)


@router.post(
    "/bills/{bill_id}/orders",
    operation_id="createOrder",
    summary="Start to pay a bill",
    status_code=201,
    response_model=PaymentOrder,
    responses=answers(
        201,
        "ETag",
        "Location",
        links={"readOrder": link("readOrder", "The order.", order_id="$response.body#/order_id")},
    )
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.BILL_NOT_PAYABLE),
)
async def create_order(
    caller: CurrentUser,
    bill_id: BillId,
    key: IdempotencyKey,
    body: Annotated[payments.CreateOrderBody, json_body(_ORDER_EXAMPLE)] = _DEFAULT_PROVIDER,
) -> Response:
    """Send the person to `payment_url`; the order is settled by the provider's call, not by their coming back.

    While the bill has an order that can still be paid, that order is the answer, also under another key. While the
    provider holds its money (`verdict`), the order has no `payment_url`: wait, and do not pay again. With `return_to` the
    person comes back to your own page, which then reads the order; that they came back settles nothing.
    """
    command = payments.CreateOrder(
        command_id=key, bill_id=bill_id, client_ip=caller.client_ip, locale=caller.locale, **fields(body)
    )
    order = await caller.call(payments.create_order, command)
    return json_response(order, status=201, version=order.version, location=f"/v1/orders/{order.order_id}")


@router.get(
    "/bills/{bill_id}/orders",
    operation_id="listOrders",
    summary="List the orders of a bill",
    response_model=Page[PaymentOrder],
    responses=answers(
        200,
        "Link",
        links={"readOrder": link("readOrder", "The first.", order_id="$response.body#/items/0/order_id")},
    )
    | problems(ErrorCode.NOT_FOUND),
)
async def list_orders(
    request: Request, caller: CurrentUser, bill_id: BillId, query: Annotated[PageRequest, Query()]
) -> Response:
    """Newest first, by the payer and the officers of the agency: the live one, those that ended, and surplus money."""
    listed = payments.ListOrders(bill_id=bill_id, **fields(query))
    return page_response(request, await caller.call(payments.list_orders, listed))


@router.get(
    "/orders/{order_id}",
    operation_id="readOrder",
    summary="Read an order",
    response_model=PaymentOrder,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_order(caller: CurrentUser, order_id: OrderId) -> Response:
    """Created, paid, failed, expired or cancelled; it is settled by the provider, not by the browser.

    `verdict` is what the provider says of it: with `pending` or `held` the person waits and does not pay again.
    """
    order = await caller.call(payments.get_order, payments.GetOrder(order_id=order_id))
    return json_response(order, version=order.version)


@router.post(
    "/orders/{order_id}/cancel",
    operation_id="cancelOrder",
    summary="Cancel an order",
    response_model=PaymentOrder,
    responses=answers(200, "ETag")
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.ORDER_NOT_CANCELLABLE),
)
async def cancel_order(caller: CurrentUser, order_id: OrderId, key: IdempotencyKey) -> Response:
    """By the payer, to pay in another way: the bill may have a new order at once.

    Not while the provider has the payment in hand (`verdict`): whoever pays again then may pay twice. Money that still
    comes for the order counts for its bill.
    """
    order = await caller.call(payments.cancel_order, payments.CancelOrder(command_id=key, order_id=order_id))
    return json_response(order, version=order.version)

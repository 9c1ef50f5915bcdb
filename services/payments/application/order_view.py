"""An order as callers see it."""

from contracts.payments import OrderState
from contracts.payments import PaymentOrder as OrderView
from payments.domain.orders import Order


def order_view(order: Order) -> OrderView:
    """The address to pay at is shown while it is of use."""
    return OrderView(
        order_id=order.order_id,
        version=order.version,
        bill_id=order.bill_id,
        provider=order.provider,
        txn_ref=order.txn_ref,
        amount=order.amount,
        state=order.state,
        payment_url=order.payment_url if order.state is OrderState.CREATED else None,
        created_at=order.created_at,
        expires_at=order.expires_at,
        settled_at=order.settled_at,
        provider_code=order.provider_code,
    )

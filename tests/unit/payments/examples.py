"""A bill, an order and a merchant to start tests from."""

from datetime import UTC, datetime, timedelta

from contracts.dossiers import DossierStatus, FeeDueEvent, FeeItem
from contracts.payments import Bill
from payments.domain.bills import open_bill
from payments.domain.orders import NewOrder, Order, new_order
from payments.providers.vnpay.merchant import VnpayMerchant

SECRET = "TESTSECRETKEY0123456789ABCDEFGHIJ"
CODE = "000.00.16.H05-261102-0001"
NOON = datetime(2026, 11, 2, 2, 30, 15, tzinfo=UTC)
MERCHANT = VnpayMerchant(
    tmn_code="NPSPTEST",
    secret=SECRET,
    pay_url="https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
    return_url="https://gateway.example.vn/payments/return",
)
FEE_DUE = FeeDueEvent(
    dossier_id="dossier-1",
    code=CODE,
    status=DossierStatus.PAYMENT_DUE,
    procedure_code="2.000635",
    procedure_name="Cấp bản sao trích lục hộ tịch",
    agency_code="000.00.16.H05",
    applicant_id="citizen-1",
    amount=8000,
    items=(FeeItem(code="LP01", name="Lệ phí bản sao", legal_kind="le_phi", amount=8000),),
)


def bill() -> Bill:
    return open_bill(FEE_DUE, "bill-1", NOON)


def order(order_id: str = "0193-0001", provider: str = "vnpay") -> Order:
    return new_order(
        bill(),
        NewOrder(
            order_id=order_id,
            provider=provider,
            client_ip="203.0.113.7",
            created_at=NOON,
            lifetime=timedelta(minutes=15),
        ),
    )

"""VNPAY's payment page: the signed address (vnp_Command=pay) where a person pays an order."""

from contracts.payments import Bill
from payments.domain.orders import Order
from payments.providers.purpose import payment_purpose
from payments.providers.vnpay.merchant import (
    LOCALES,
    VERSION,
    VnpayMerchant,
    format_amount,
    format_timestamp,
)
from payments.providers.vnpay.signing import SIGNATURE, hash_data, sign


def payment_url(merchant: VnpayMerchant, bill: Bill, order: Order, locale: str) -> str:
    params = _params(merchant, bill, order, locale)
    return f"{merchant.pay_url}?{hash_data(params)}&{SIGNATURE}={sign(params, merchant.secret)}"


def _params(merchant: VnpayMerchant, bill: Bill, order: Order, locale: str) -> dict[str, str]:
    return {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": merchant.tmn_code,
        "vnp_Amount": format_amount(order.amount),
        "vnp_CreateDate": format_timestamp(order.created_at),
        "vnp_ExpireDate": format_timestamp(order.expires_at),
        "vnp_CurrCode": "VND",
        "vnp_IpAddr": order.client_ip,
        "vnp_Locale": LOCALES[locale],
        "vnp_OrderInfo": payment_purpose(bill),
        "vnp_OrderType": "other",
        "vnp_ReturnUrl": merchant.return_url,
        "vnp_TxnRef": order.txn_ref,
    }

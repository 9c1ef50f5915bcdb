"""HTML pages of the simulated VNPAY."""

from html import escape

from contracts.i18n import format_vnd
from simulators.vnpay.payments import Choice, SimulatedPayment

CHOICE_LABELS = {
    Choice.SUCCESS: "Thanh toán thành công",
    Choice.CANCEL: "Hủy giao dịch",
    Choice.NO_FUNDS: "Tài khoản không đủ số dư",
    Choice.SUSPECTED: "Đã trừ tiền, nghi ngờ gian lận (07)",
    Choice.REVERSED: "Ngân hàng trừ tiền, giao dịch đảo (04)",
    Choice.UNFINISHED: "Chưa hoàn tất (01)",
}

FRAME = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>VNPAY mô phỏng</title>
<style>body{{font:1rem/1.5 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}}
button{{display:block;width:100%;margin:.5rem 0;padding:.7rem;font:inherit}}dt{{color:#555}}</style></head>
<body><h1>VNPAY mô phỏng</h1>{content}</body></html>
"""


def choices(payment: SimulatedPayment) -> str:
    amount = int(payment.order_params["vnp_Amount"]) // 100
    buttons = "".join(
        f'<button name="choice" value="{choice}">{escape(CHOICE_LABELS[choice])}</button>'
        for choice in Choice
    )
    return FRAME.format(
        content=f"<dl><dt>Nội dung</dt><dd>{escape(payment.order_params['vnp_OrderInfo'])}</dd>"
        f"<dt>Số tiền</dt><dd>{format_vnd(amount)}</dd></dl>"
        f'<form method="post" action="/paymentv2/pay">'
        f'<input type="hidden" name="txn_ref" value="{escape(payment.txn_ref)}">{buttons}</form>'
    )


def refusal(reason: str) -> str:
    return FRAME.format(content=f"<p>{escape(reason)}</p>")

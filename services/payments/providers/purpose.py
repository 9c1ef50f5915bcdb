"""What a payment is for (nội dung thanh toán), as providers take it: no diacritics."""

from contracts.payments import Bill


def payment_purpose(bill: Bill) -> str:
    """At most 70 letters of ASCII; names the dossier and nobody."""
    return f"Thanh toan le phi ho so {bill.dossier_code or bill.submission_number or bill.dossier_id}"

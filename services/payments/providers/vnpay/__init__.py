"""VNPAY 2.1.0: payment page, IPN, querydr."""

"""VNPAY 2.1.0: payment address, IPN, querydr."""

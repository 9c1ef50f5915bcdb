"""Transfers to the agency's account: the VietQR payload, the payment code, what banks' feeds say of money that came."""

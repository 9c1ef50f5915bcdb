"""The wallets MoMo and ZaloPay: payments created by a call, a page to pay at, a call to the merchant."""

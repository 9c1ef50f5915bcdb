"""MoMo and ZaloPay, with a page to pay at and a call to the merchant; a bank whose feed tells of transfers."""

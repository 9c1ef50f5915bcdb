"""VietQR: transfers to the account of the agency, told of by the feed of a bank."""

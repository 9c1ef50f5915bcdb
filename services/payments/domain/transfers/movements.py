"""A line of the account, as a bank's feed tells of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AccountMovement:
    """One line of the account (giao dịch tài khoản). `amount` in whole VND, less than 0 for money that went out.

    `feed_id` is the feed's own number of the line: the same line comes again under the same number. `text` is what the
    bank made of the transfer's text; it may name people, so that it is read for its code and stored nowhere.
    `reference` is the bank's number, None where the feed gives none.
    """

    feed_id: str
    account: str
    amount: int
    at: datetime
    text: str
    reference: str | None = None

"""The port of the bank feeds: a call of the feed's server becomes movements of the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class AccountMovement:
    """One line of the account (giao dịch tài khoản). `amount` in whole VND, less than 0 for money that went out.

    `feed_id` is the feed's own number of the line: the same line comes again under the same number. `text` is what the
    bank made of the transfer's text; it may name people, so that it is stored encrypted and written to no log.
    `reference` is the bank's number, None where the feed gives none.
    """

    feed_id: str
    account: str
    amount: int
    at: datetime
    text: str
    reference: str | None = None


class UnreadableMovement(ValueError):
    """Raised for a signed call that is no movement: the feed's trial of the address, or a form that is not known."""


class BankFeed(Protocol):
    """`read` raises InvalidSignature for a call that is not the feed's, UnreadableMovement for one that says nothing."""

    @property
    def name(self) -> str:
        """The key in the registry and in stored lines; never changed."""

    def read(self, body: str, headers: Mapping[str, str], now: datetime) -> tuple[AccountMovement, ...]: ...

    def accepted(self) -> tuple[int, str]:
        """Status and body of the answer that keeps the feed from calling again."""

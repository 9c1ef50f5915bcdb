"""The port of the bank feeds: a call of the feed's server becomes movements of the account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from payments.domain.transfers.movements import AccountMovement


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

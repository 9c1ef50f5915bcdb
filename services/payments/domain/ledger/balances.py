"""Balances (số dư): folds of entries, and what a bill says of itself by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from payments.domain.ledger import accounts
from payments.domain.ledger.entries import Entry, Posting


def fold(entries: Iterable[Entry]) -> dict[str, int]:
    """The balance of each account that is not 0: debits less credits."""
    balances: dict[str, int] = {}
    for entry in entries:
        for line in entry.lines:
            balances[line.account] = balances.get(line.account, 0) + line.amount
    return {account: amount for account, amount in balances.items() if amount}


@dataclass(frozen=True)
class BillBalances:
    """What the ledger says of one bill, VND: still due, the surplus that ever came, and what waits for its return."""

    due: int
    surplus: int
    refund_due: int


def bill_balances(bill_id: str, entries: Iterable[Entry]) -> BillBalances:
    """By the entries of this bill."""
    found = tuple(entries)
    balances = fold(found)
    return BillBalances(
        due=balances.get(accounts.receivable(bill_id), 0),
        surplus=_credited(found, accounts.surplus(bill_id)),
        refund_due=-_sum(balances, accounts.refund_payable(bill_id), accounts.parked(bill_id)),
    )


def _credited(entries: Iterable[Entry], account: str) -> int:
    surplus = (entry for entry in entries if entry.posting is Posting.SURPLUS)
    return -sum(line.amount for entry in surplus for line in entry.lines if line.account == account)


def _sum(balances: Mapping[str, int], *names: str) -> int:
    return sum(balances.get(name, 0) for name in names)

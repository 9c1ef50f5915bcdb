"""The ledger of payments (sổ kế toán): how it is compared with bills and orders, and rebuilt."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Identifier, Model, Query, Vnd


class LedgerFault(StrEnum):
    """How the ledger and what is stored differ (sai lệch sổ kế toán)."""

    MISSING = "missing"  # thiếu bút toán
    CHANGED = "changed"  # bút toán khác chứng từ
    UNEXPLAINED = "unexplained"  # bút toán không có chứng từ
    UNBALANCED = "unbalanced"  # số dư không khớp khoản thu


class RebuildLedger(Query):
    """For the operator: compare the ledger with a part of the bills and their orders, and make what is missing.

    Not a command: run again it finds nothing to do. An entry is never changed nor removed.
    """

    cursor: Annotated[str, Field(max_length=64)] = ""
    """Id of the last bill of the part before."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    """How many bills at most."""
    repair: bool = True
    """Make missing entries, and set what a bill says of its money to what the ledger says."""


class LedgerDifference(Model):
    """One difference between the ledger and what is stored."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    fault: LedgerFault
    """How they differ."""
    entry_id: str | None = None
    """The entry; none where it is the balance."""
    stored: Vnd | None = None
    """What the bill says of its money that waits for return, VND."""
    folded: int | None = None
    """What the ledger says of it, VND."""
    repaired: bool = False
    """Whether it is gone now."""


class RebuiltLedger(Model):
    """What was compared and found."""

    checked: int
    """How many bills were looked at."""
    entries: int
    """How many entries they have."""
    sum: int
    """Sum of all their lines, VND; 0 in every ledger that is in order."""
    differences: tuple[LedgerDifference, ...] = ()
    """What differs, or did."""
    next_cursor: str | None = None
    """Where to go on; none: it was the last part."""

"""The audit of a service's event log: heads of its chains, and whether the chains are what they were.

Reads alone. Each read is of bounded batches, so that the process goes on with its other work in between.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from chassis.storage.event_log import COLLECTION, GENESIS, entry_fault
from contracts.audit import (
    MOST_CHAINS,
    ChainFault,
    ChainHead,
    ChainHeads,
    CheckChainHeads,
    CheckedChainHeads,
    FaultKind,
    GetChainHeads,
    VerifiedChains,
    VerifyChains,
)

#: Entries that are hashed between two looks at the network, some milliseconds of work.
_BATCH = 100
_HEAD_FIELDS = {"aggregate_id": 1, "aggregate_version": 1, "hash": 1}
_BY_CHAIN = [("aggregate_id", ASCENDING), ("aggregate_version", ASCENDING)]
_BY_ID = [("_id", ASCENDING)]

Row = dict[str, Any]


def chain_heads(database: Database[Row], request: GetChainHeads) -> ChainHeads:
    """The heads of one stretch of the log. One request, by the index of the ids."""
    stretch = _stretch(request.after, request.until)
    rows = list(database[COLLECTION].find(stretch, _HEAD_FIELDS, sort=_BY_ID, limit=request.limit))
    newest: dict[str, ChainHead] = {}
    for head in filter(None, map(_head, rows)):
        before = newest.get(head.chain)
        if before is None or before.version < head.version:
            newest[head.chain] = head
    complete = len(rows) < request.limit
    return ChainHeads(
        heads=tuple(sorted(newest.values(), key=lambda head: head.entry_id)),
        entries=len(rows),
        last=request.until if complete else rows[-1]["_id"],
        complete=complete,
    )


def check_heads(database: Database[Row], request: CheckChainHeads) -> CheckedChainHeads:
    """One request by id for all heads, one more for each that is not there as it was, one to count."""
    ids = [head.entry_id for head in request.heads]
    rows = database[COLLECTION].find({"_id": {"$in": ids}}, _HEAD_FIELDS) if ids else ()
    found = {row["_id"]: row for row in rows}
    faults = (_head_fault(database, head, found.get(head.entry_id)) for head in request.heads)
    stretch = _stretch(request.after, request.until)
    entries = database[COLLECTION].count_documents(stretch) if request.until else 0
    return CheckedChainHeads(faults=tuple(filter(None, faults)), entries=entries)


def verify_chains(database: Database[Row], request: VerifyChains) -> VerifiedChains:
    """Chain after chain in the order of their names, by the index that each has; stops at the first fault of a chain."""
    deadline = time.monotonic() + request.budget_s
    faults: list[ChainFault] = []
    chains = entries = 0
    last, complete = request.after, True
    for chain, rows in groupby(_rows(database, request), key=itemgetter("aggregate_id")):
        counter = _Counter(rows)
        fault = chain_fault(chain, counter)
        counter.exhaust()
        chains, entries, last = chains + 1, entries + counter.count, chain
        if fault is not None:
            faults.append(fault)
        if not request.only and (time.monotonic() >= deadline or len(faults) >= MOST_CHAINS):
            complete = False
            break
    return VerifiedChains(chains=chains, entries=entries, faults=tuple(faults), last=last, complete=complete)


def chain_fault(chain: str, rows: Iterable[Row]) -> ChainFault | None:
    """The first fault among the entries of one chain, which come in their order; None: they are what they were."""
    expected, before = 1, GENESIS
    for row in rows:
        kind = entry_fault(row, expected, before)
        if kind is not None:
            return ChainFault(chain=chain, version=expected, kind=kind)
        expected, before = expected + 1, row["hash"]
    return None


def _head_fault(database: Database[Row], head: ChainHead, row: Row | None) -> ChainFault | None:
    if row is not None:
        same = _head(row) == head
        return None if same else ChainFault(chain=head.chain, version=head.version, kind=FaultKind.CHANGED)
    newest = database[COLLECTION].find_one(
        {"aggregate_id": head.chain}, _HEAD_FIELDS, sort=[("aggregate_version", DESCENDING)]
    )
    if newest is None:
        return ChainFault(chain=head.chain, version=1, kind=FaultKind.CHAIN_MISSING)
    length = newest["aggregate_version"]
    if length < head.version:
        return ChainFault(chain=head.chain, version=length + 1, kind=FaultKind.CUT_OFF)
    return ChainFault(chain=head.chain, version=head.version, kind=FaultKind.REPLACED)


def _rows(database: Database[Row], request: VerifyChains) -> Iterator[Row]:
    if request.only:
        criteria: Row = {"aggregate_id": {"$in": sorted(set(request.only))}}
    else:
        criteria = {"aggregate_id": {"$gt": request.after}}
    return iter(database[COLLECTION].find(criteria, sort=_BY_CHAIN, batch_size=_BATCH))


def _stretch(after: str, until: str) -> Row:
    return {"_id": {"$gt": after, "$lte": until}}


def _head(row: Row) -> ChainHead | None:
    """None of an entry that lacks what every entry has: `verify_chains` names it."""
    try:
        return ChainHead(
            chain=row["aggregate_id"],
            version=row["aggregate_version"],
            entry_id=row["_id"],
            hash=row["hash"],
        )
    except (KeyError, ValueError):
        return None


class _Counter:
    """An iterator that counts what has passed."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row

    def exhaust(self) -> None:
        """Go past what is left of the chain."""
        for _ in self:
            pass

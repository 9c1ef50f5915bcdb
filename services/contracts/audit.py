"""The audit of the event logs: what every service answers about its chains, and the anchors of their heads.

A chain (chuỗi) is the history of one aggregate in a service's log; each entry carries the hash of the one before it. Its
head is its newest entry. An anchor (mốc neo) is a signed and timestamped record of heads, outside of every database.
"""

from enum import StrEnum
from functools import cache
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import AnyMethod, Instant, Method, Model, Query

MOST_HEADS = 2_000
"""Entries that one answer covers, and heads that one request names."""
MOST_CHAINS = 500
"""Chains that one request names, and faults that one answer has, at most."""
EntryId = Annotated[str, StringConstraints(max_length=64)]
"""Id of an entry of a log; they sort by the time at which the entries were written. Empty: before the first."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ChainHead(Model):
    """The newest entry of a chain, of those that were looked at."""

    chain: str
    """The aggregate whose history it is."""
    version: int
    """Its place in the chain, from 1."""
    entry_id: EntryId
    """Its id in the log."""
    hash: Sha256
    """Its hash, which stands for it and for all entries before it in the chain."""


class GetChainHeads(Query):
    """The heads of the chains to which something was added between two ids of the log."""

    after: EntryId = ""
    """Without this entry and those before it."""
    until: EntryId
    """Without the entries after it."""
    limit: Annotated[int, Field(ge=1, le=MOST_HEADS)] = MOST_HEADS
    """Entries that the answer covers, at most."""


class ChainHeads(Model):
    """The heads of one stretch of a log, in the order of their ids; a chain is in it once."""

    heads: tuple[ChainHead, ...]
    """One for each chain of the stretch."""
    entries: int
    """How many entries the stretch has."""
    last: EntryId
    """The id at which it ends: the next stretch comes after it."""
    complete: bool
    """False when more follows."""


class FaultKind(StrEnum):
    """What is wrong with a chain."""

    CHANGED = "changed"  # the entry is not what it was when it was written
    MISSING = "missing"  # the entry is not there, others after it are
    UNCHAINED = "unchained"  # the entry does not follow the one before it
    REPLACED = "replaced"  # another entry is in the place of the one that was anchored
    CUT_OFF = "cut_off"  # the end of the chain, from this entry on, is not there
    CHAIN_MISSING = "chain_missing"  # no entry of the chain is there
    UNREADABLE = "unreadable"  # the entry lacks what every entry has


class ChainFault(Model):
    """The first fault of a chain."""

    chain: str
    """The aggregate whose history it is."""
    version: int
    """The entry at which it is, from 1."""
    kind: FaultKind
    """What is wrong."""


class CheckChainHeads(Query):
    """Whether anchored heads are still in the log, and how many entries it has between two ids."""

    heads: Annotated[tuple[ChainHead, ...], Field(max_length=MOST_HEADS)] = ()
    """As they were anchored."""
    after: EntryId = ""
    """Count the entries after this one."""
    until: EntryId = ""
    """Count the entries up to this one; empty: count none."""


class CheckedChainHeads(Model):
    """What was found of them."""

    faults: tuple[ChainFault, ...]
    """One for each head that is not there as it was."""
    entries: int
    """How many were counted."""


class VerifyChains(Query):
    """Recompute the hashes of whole chains, for about `budget_s` seconds; the last chain is done to its end."""

    after: str = ""
    """Begin with the chain after this one, in the order of their names; empty: with the first."""
    only: Annotated[tuple[str, ...], Field(max_length=MOST_CHAINS)] = ()
    """These chains alone, all of them."""
    budget_s: Annotated[float, Field(gt=0, le=30)] = 2.0
    """Seconds to work for, about."""


class VerifiedChains(Model):
    """What was verified, and its faults."""

    chains: int
    """How many."""
    entries: int
    """How many entries they have together."""
    faults: tuple[ChainFault, ...]
    """The first of each chain that has any."""
    last: str
    """The last chain that was verified: go on after it."""
    complete: bool
    """False when more follow."""


@cache
def get_chain_heads(service: str) -> Method[GetChainHeads, ChainHeads]:
    return Method(service, "get_chain_heads", GetChainHeads, ChainHeads)


@cache
def check_chain_heads(service: str) -> Method[CheckChainHeads, CheckedChainHeads]:
    return Method(service, "check_chain_heads", CheckChainHeads, CheckedChainHeads)


@cache
def verify_chains(service: str) -> Method[VerifyChains, VerifiedChains]:
    return Method(service, "verify_chains", VerifyChains, VerifiedChains)


def methods_of(service: str) -> tuple[AnyMethod, ...]:
    """What every service offers beside its own METHODS."""
    return get_chain_heads(service), check_chain_heads(service), verify_chains(service)


class LogStretch(Model):
    """The part of one service's log that an anchor covers."""

    after: EntryId
    """It begins after this entry, where the anchor before ended; empty at the beginning of the log."""
    until: EntryId
    """It ends here."""
    entries: int
    """How many entries it has."""
    heads: int
    """How many lines of the list of heads are of this service."""


class AnchorRecord(Model):
    """What is signed and timestamped: `record.json` of an anchor's folder, in canonical JSON."""

    number: Annotated[int, Field(ge=1)]
    """Anchors are numbered from 1 without a gap."""
    previous: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
    """SHA-256 of the record before; empty of the first."""
    made_at: Instant
    """When it was made, by the clock of the machine that made it."""
    logs: dict[str, LogStretch]
    """By service."""
    heads_sha256: Sha256
    """SHA-256 of `heads.jsonl`: one line a head, `[service, chain, version, entry id, hash]`."""
    complete: bool
    """False when another follows at once, because more has been written than one anchor covers."""


class MakeAnchor(Model):
    """For the operator: one anchor of what has been written since the last one. Repeat it until it is complete.

    May be repeated and interrupted at any time: what is not anchored yet is anchored by the next one.
    """

    settle_s: Annotated[float, Field(ge=0, le=86_400)] = 600.0
    """Leave out what is younger than this many seconds: a transaction may commit that long after its entries got ids."""


class AnchorStatus(Model):
    """The last anchor that was made, as the database of records has it."""

    number: int = 0
    """Its number; 0 before the first."""
    sha256: str = ""
    """SHA-256 of its record."""
    made_at: Instant | None = None
    """When it was made."""
    heads: int = 0
    """How many heads are in it."""
    complete: bool = True
    """Whether it covers all that had settled when it was made."""
    busy: bool = False
    """True when another process is making one now."""


class GetAnchorStatus(Query):
    """For the operator: the last anchor."""


RECORD, HEADS, SIGNATURE, TIMESTAMP = "record.json", "heads.jsonl", "signature.p7s", "timestamp.tst"
"""Files of an anchor's folder: the record; the list of heads; the detached signature (CMS, DER) of the record; the timestamp
token (RFC 3161, DER) of the signature, which is not there where no timestamp authority is set."""


def folder_of(number: int) -> str:
    """The name of an anchor's folder."""
    return f"{number:08d}"

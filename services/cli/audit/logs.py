"""The event logs behind the services, verified by asking each owner about its own; resumable."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from cli.audit.anchors import Anchor
from contracts.audit import (
    MOST_CHAINS,
    MOST_HEADS,
    ChainFault,
    CheckChainHeads,
    CheckedChainHeads,
    FaultKind,
    GetChainHeads,
    VerifiedChains,
    VerifyChains,
    check_chain_heads,
    get_chain_heads,
    verify_chains,
)

T = TypeVar("T")

_BUDGET_S = 2.0
_ANSWER_S = 60.0
_AFTER_ALL = "~"
"""Sorts after every id of a log."""

WORDS = {
    FaultKind.CHANGED: "it is not what it was",
    FaultKind.MISSING: "it is missing, later ones are there",
    FaultKind.UNCHAINED: "it does not follow the one before it",
    FaultKind.REPLACED: "another one is in its place",
    FaultKind.CUT_OFF: "the end of the chain, from here on, was cut off",
    FaultKind.CHAIN_MISSING: "the whole chain is missing",
    FaultKind.UNREADABLE: "it cannot be read",
}


@dataclass
class Progress:
    """How far a verification has come, and what it has found so far."""

    anchor: int = 0
    """The last anchor whose heads were checked."""
    chains: dict[str, str] = field(default_factory=dict)
    """Of each service that was begun, the last chain that was verified."""
    done: list[str] = field(default_factory=list)
    """Services whose chains are all verified."""
    verified_chains: int = 0
    verified_entries: int = 0
    faults: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path | None) -> "Progress":
        """From the beginning where there is no such file. Raises OSError, ValueError, TypeError for one that is none."""
        return cls(**json.loads(path.read_text())) if path is not None and path.exists() else cls()

    def write(self, path: Path | None) -> None:
        """All of it or what was there before."""
        if path is not None:
            draft = path.with_name(path.name + ".draft")
            draft.write_text(json.dumps(asdict(self)))
            draft.replace(path)


@dataclass
class LogVerification:
    """Goes on from `progress`. `state` is the file in which it is stored after each step; `say` is told of it."""

    client: BlockingRpcClient
    services: Sequence[str]
    progress: Progress
    state: Path | None
    say: Callable[[str], None]

    def check_heads(self, anchors: Sequence[Anchor]) -> None:
        """Whether all that was anchored is in the logs, and nothing was put between it."""
        for anchor in anchors:
            if anchor.record.number <= self.progress.anchor:
                continue
            for service in self.services:
                self._check_stretch(anchor, service)
            self.progress.anchor = anchor.record.number
            self._step(f"anchor {anchor.record.number} of {anchors[-1].record.number}")

    def verify_all(self) -> None:
        """Every chain of every service, entry by entry."""
        for service in self.services:
            while service not in self.progress.done:
                request = VerifyChains(after=self.progress.chains.get(service, ""), budget_s=_BUDGET_S)
                answer = self._verified(service, request)
                self.progress.chains[service] = answer.last
                if answer.complete:
                    self.progress.done.append(service)
                self._step(f"{service}: {self.progress.verified_chains} chains so far")

    def verify_changed(self, anchors: Sequence[Anchor]) -> None:
        """The chains in these anchors, the last ones, and those to which something was added since."""
        for service in self.services:
            changed = {head.chain for anchor in anchors for owner, head in anchor.heads() if owner == service}
            log = anchors[-1].record.logs.get(service) if anchors else None
            changed.update(self._chains_after(service, log.until if log else ""))
            for chains in _batches(sorted(changed), MOST_CHAINS):
                self._verified(service, VerifyChains(only=chains))
            self._step(f"{service}: {len(changed)} chains")

    def _check_stretch(self, anchor: Anchor, service: str) -> None:
        heads = (head for owner, head in anchor.heads() if owner == service)
        for batch in _batches(heads, MOST_HEADS):
            self._note(service, self._checked(service, CheckChainHeads(heads=batch)).faults, anchor)
        log = anchor.record.logs.get(service)
        if log is None or log.until == log.after:
            return
        counted = self._checked(service, CheckChainHeads(after=log.after, until=log.until)).entries
        if counted != log.entries:
            self.progress.faults.append(
                f"{service}: {counted} entries where anchor {anchor.record.number} found {log.entries}"
            )

    def _chains_after(self, service: str, entry_id: str) -> Iterator[str]:
        complete = False
        while not complete:
            request = GetChainHeads(after=entry_id, until=_AFTER_ALL)
            page = self.client.call(get_chain_heads(service), request, timeout_s=_ANSWER_S)
            yield from (head.chain for head in page.heads)
            entry_id, complete = page.last, page.complete

    def _checked(self, service: str, request: CheckChainHeads) -> CheckedChainHeads:
        return self.client.call(check_chain_heads(service), request, timeout_s=_ANSWER_S)

    def _verified(self, service: str, request: VerifyChains) -> VerifiedChains:
        answer = self.client.call(verify_chains(service), request, timeout_s=_BUDGET_S + _ANSWER_S)
        self.progress.verified_chains += answer.chains
        self.progress.verified_entries += answer.entries
        self._note(service, answer.faults)
        return answer

    def _note(self, service: str, faults: Iterable[ChainFault], anchor: Anchor | None = None) -> None:
        source = f" (anchor {anchor.record.number})" if anchor else ""
        self.progress.faults.extend(
            f"{service}: chain {fault.chain}, entry {fault.version}: {WORDS[fault.kind]}{source}"
            for fault in faults
        )

    def _step(self, what: str) -> None:
        self.progress.write(self.state)
        self.say(what)


def newest(anchors: Sequence[Anchor]) -> Sequence[Anchor]:
    """The anchors of the last time: the last complete one, those of the same time before it, and what follows it."""
    complete = [index for index, anchor in enumerate(anchors) if anchor.record.complete]
    return anchors[complete[-2] + 1 if len(complete) > 1 else 0 :]


def _batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Of this size, the last one smaller."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch

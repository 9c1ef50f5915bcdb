"""The event logs of a suite on the real database, anchored by records and verified by the command line, in one process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.support.rpc_stub import StubRpcClient

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import chain_audit
from chassis.storage.event_log import entry_hash
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from cli.audit.anchors import AnchorVerification
from cli.audit.logs import LogVerification, Progress, newest
from cli.audit.signatures import AnchorJudge
from contracts import audit, dossiers, topology
from contracts import records as records_contract
from contracts.audit import AnchorStatus, MakeAnchor, folder_of
from contracts.base import Actor, ActorKind, AnyMethod, Model
from contracts.dossiers import DelegationEvent
from records.application import anchoring
from records.application.anchoring import Anchoring
from records.making.process import MakingProcess
from records.repository.anchor_files import AnchorFiles

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")


class LocalCaller:
    """Calls as the operator's client does; `interrupt_after` calls of the audit's methods it fails once."""

    def __init__(self, suite: AuditedSuite) -> None:
        self._suite = suite
        self.calls: list[str] = []
        self.interrupt_after: int | None = None

    def call(self, method: AnyMethod, request: Model, **_: float) -> Any:
        if self.interrupt_after == len(self.calls):
            self.interrupt_after = None
            raise ConnectionResetError
        self.calls.append(method.routing_key)
        if method is records_contract.get_anchor_status:
            return anchoring.get_anchor_status(self._suite.anchoring, Context.new(OPERATOR))
        answers: dict[str, Callable[..., Model]] = {
            "get_chain_heads": chain_audit.chain_heads,
            "check_chain_heads": chain_audit.check_heads,
            "verify_chains": chain_audit.verify_chains,
        }
        store = self._suite.stores.get(method.service, self._suite.empty)
        return answers[method.name](store.database, request)


@dataclass
class AuditedSuite:
    """`stores`: of the services that have a log; that of all others is `empty`."""

    stores: dict[str, Store]
    empty: Store
    making: MakingProcess
    folder: Path
    roots: str
    most_entries: int = anchoring.ENTRIES_OF_AN_ANCHOR
    client: StubRpcClient = field(default_factory=lambda: StubRpcClient("records"))

    def __post_init__(self) -> None:
        for service in topology.SERVICES:
            store = self.stores.get(service, self.empty)
            self.client.answers(audit.get_chain_heads(service), self._heads(store))
        self.caller = LocalCaller(self)

    @staticmethod
    def _heads(store: Store) -> Callable[[Any], Model]:
        return lambda request: chain_audit.chain_heads(store.database, request)

    @property
    def anchoring(self) -> Anchoring:
        files = AnchorFiles(self.folder)
        return Anchoring(self.stores["records"], self.client, self.making, files, self.most_entries)

    def anchor(self) -> AnchorStatus:
        """One anchor of all that is there."""
        return anchoring.make_anchor(self.anchoring, MakeAnchor(settle_s=0), Context.new(OPERATOR))

    def write(self, service: str, entries: int, chain: str = "") -> str:
        """Add to a chain, or begin one; its name."""
        chain = chain or new_id()

        def work(uow: UnitOfWork) -> None:
            first = uow.last_version(chain) + 1
            for version in range(first, first + entries):
                uow.record_event(dossiers.DELEGATION_ENDED, chain, version, _payload(chain))

        self.stores[service].transaction(Context.new(timeout_s=10), work)
        return chain

    def entry(self, service: str, chain: str, version: int) -> dict[str, Any]:
        found = self.stores[service].database.events.find_one(_place(chain, version))
        assert found is not None
        return found

    def cut(self, service: str, chain: str, after: int) -> None:
        """Remove the entries after this one."""
        place = {"aggregate_id": chain, "aggregate_version": {"$gt": after}}
        assert self.stores[service].database.events.delete_many(place).deleted_count

    def rewrite(self, service: str, chain: str, version: int, **fields: Any) -> None:
        """As one who knows how the chain is made: all hashes after it are made anew."""
        events = self.stores[service].database.events
        before = self.entry(service, chain, version)["prev_hash"]
        rows = events.find({"aggregate_id": chain, "aggregate_version": {"$gte": version}})
        for row in rows.sort("aggregate_version"):
            changed = {**row, **(fields if row["aggregate_version"] == version else {}), "prev_hash": before}
            before = changed["hash"] = entry_hash(changed)
            events.replace_one({"_id": row["_id"]}, changed)

    def file_of(self, number: int, name: str) -> Path:
        """Writable, as it is for who owns the disk."""
        path = self.folder / folder_of(number) / name
        path.chmod(0o644)
        return path

    def anchor_faults(self, roots: str = "", *, unstamped_allowed: bool = False) -> list[str]:
        return self._anchors(roots or self.roots, unstamped_allowed=unstamped_allowed).faults

    def log_faults(self, *, changed: bool = False, state: Path | None = None) -> list[str]:
        return self.verify_logs(changed=changed, state=state).faults

    def verify_logs(self, *, changed: bool = False, state: Path | None = None) -> Progress:
        """As `motcua audit verify`."""
        anchors = self._anchors(self.roots).anchors
        logs = LogVerification(
            cast("BlockingRpcClient", self.caller),
            topology.SERVICES,
            Progress.read(state),
            state,
            lambda _: None,
        )
        logs.check_heads(newest(anchors) if changed else anchors)
        if changed:
            logs.verify_changed(newest(anchors))
        else:
            logs.verify_all()
        return logs.progress

    def _anchors(self, roots: str, *, unstamped_allowed: bool = False) -> AnchorVerification:
        verification = AnchorVerification(AnchorJudge(roots), unstamped_allowed)
        verification.verify(self.folder)
        status: AnchorStatus = self.caller.call(records_contract.get_anchor_status, audit.GetAnchorStatus())
        verification.verify_end(status, utcnow())
        return verification


def _place(chain: str, version: int) -> dict[str, Any]:
    return {"aggregate_id": chain, "aggregate_version": version}


def _payload(chain: str) -> DelegationEvent:
    """Of an event to which no service listens."""
    now = utcnow()
    return DelegationEvent(
        delegation_id=chain,
        agency_code="H05.34",
        officer_id="officer",
        to_officer_id="stand-in",
        from_at=now,
        to_at=now,
    )

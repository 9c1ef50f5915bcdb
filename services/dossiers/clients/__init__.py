"""What the dossiers service asks of other services. Nothing else in it calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossiers.clients.accounts import AccountsClient
from dossiers.clients.catalog import CatalogClient, CatalogueMemory
from dossiers.clients.officer_names import OfficerNames
from dossiers.clients.records import RecordsClient
from dossiers.clients.signing_powers import KnownPowers

if TYPE_CHECKING:
    from chassis.runtime.service import RpcClient


@dataclass(frozen=True)
class Clients:
    """The neighbours of the service. Every call may block until its deadline."""

    accounts: AccountsClient
    catalog: CatalogClient
    records: RecordsClient

    @classmethod
    def over(
        cls, rpc: RpcClient, memory: CatalogueMemory, names: OfficerNames, powers: KnownPowers | None = None
    ) -> Clients:
        own = RecordsClient(rpc, powers or KnownPowers())
        return cls(AccountsClient(rpc, names), CatalogClient(rpc, memory), own)

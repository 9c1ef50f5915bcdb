"""What the use cases of the service share."""

from dataclasses import dataclass

from chassis.storage.store import Store
from dossiers.application.laws import Laws
from dossiers.clients import Clients
from dossiers.repository import LawCache, LawRepository


@dataclass(frozen=True)
class Dependencies:
    """One worker's database, neighbours and laws."""

    store: Store
    clients: Clients
    laws: Laws

    @classmethod
    def of(cls, store: Store, clients: Clients, cache: LawCache) -> "Dependencies":
        return cls(store, clients, Laws(store.repository(LawRepository), cache, clients.catalog))

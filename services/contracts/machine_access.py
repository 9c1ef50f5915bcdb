"""Which methods a machine client may call, by its scopes. What is not listed is for no machine client."""

from collections.abc import Mapping

from contracts import catalog, dossiers, records, sync
from contracts.accounts import MachineScope
from contracts.base import AnyMethod

METHODS: dict[MachineScope, tuple[AnyMethod, ...]] = {
    MachineScope.SYNC_WRITE: (
        sync.receive_batch,
        sync.take_number,
        sync.declare_day,
        records.open_upload,
        catalog.ask_old_contract,
    ),
    MachineScope.SYNC_READ: (
        sync.find_synced,
        sync.read_synced_content,
        sync.list_synced,
        sync.list_anomalies,
        sync.list_refused,
        sync.list_reconciliations,
        catalog.ask_old_contract,
    ),
    MachineScope.DOSSIERS_READ: (
        dossiers.list_dossiers,
        dossiers.get_dossier,
        dossiers.get_history,
        dossiers.get_clock,
        dossiers.read_feed,
    ),
    MachineScope.DOSSIERS_SUGGEST: (dossiers.suggest_act,),
}
"""The methods of each scope. A service that asks another for them does so in its own name, so these are all."""


def _by_method() -> Mapping[str, frozenset[MachineScope]]:
    keys = {method.routing_key for methods in METHODS.values() for method in methods}
    return {
        key: frozenset(
            scope for scope, methods in METHODS.items() if any(each.routing_key == key for each in methods)
        )
        for key in keys
    }


SCOPES = _by_method()
"""The scopes of which one is needed, by the routing key of the method."""


def is_allowed(scopes: frozenset[str] | None, method: AnyMethod) -> bool:
    """Whether a token with these scopes may call the method; one without scopes (None) is bound to none."""
    return scopes is None or not SCOPES.get(method.routing_key, frozenset()).isdisjoint(scopes)


def needed(method: AnyMethod) -> str:
    """The scopes of which one is needed, with blanks between them, as a challenge names them (RFC 6750 3)."""
    return " ".join(sorted(SCOPES.get(method.routing_key, ())))

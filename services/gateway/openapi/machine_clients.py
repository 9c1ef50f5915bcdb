"""Machine clients in the document: the security scheme (OAuth 2.0 client credentials), and which operations take it."""

from typing import Any

from contracts.accounts import MachineScope
from contracts.labels import LABELS

SCHEME = "machine_client"
OPERATIONS: dict[MachineScope, tuple[str, ...]] = {
    MachineScope.SYNC_WRITE: ("declareDay", "openUpload"),
    MachineScope.SYNC_READ: (
        "listMySyncedDossiers",
        "readMySyncedDossier",
        "listSyncedDossiers",
        "readSyncedDossier",
        "readSyncedContent",
        "listAnomalies",
        "listRefusedItems",
        "listReconciliations",
    ),
    MachineScope.DOSSIERS_READ: (
        "listDossiers",
        "readDossier",
        "readHistory",
        "readClock",
        "followDossier",
        "readFeed",
    ),
    MachineScope.DOSSIERS_SUGGEST: ("suggestAct",),
}
"""By scope. What services let a machine client do is `contracts.machine_access`; a test compares with what was answered."""


def security_scheme() -> dict[str, Any]:
    return {
        "type": "oauth2",
        "description": "Programs of agencies (docs/sync.md). The secret comes by HTTP Basic or in the form.",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {scope.value: LABELS[MachineScope][scope].en for scope in MachineScope},
            }
        },
    }


def add_to(operation: dict[str, Any]) -> None:
    """The requirement, in place, where the operation takes a machine client beside a person."""
    for scope, operations in OPERATIONS.items():
        if operation["operationId"] in operations:
            operation["security"].append({SCHEME: [scope.value]})

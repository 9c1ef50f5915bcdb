"""What of a closed dossier goes to an archive."""

from chassis.core.context import Context
from chassis.storage import event_log
from contracts.base import ActorKind
from contracts.dossiers import (
    ArchivedChain,
    ArchivedEntry,
    ArchiveRecord,
    DossierStatus,
    GetArchiveRecord,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.queries.dossier import record_of
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository.archive.closed_dossiers import ClosedDossierRepository

CLOSED = (DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.RETURNED)
"""Nothing happens to the dossier any more: not received, withdrawn, or its result returned."""


def get_archive_record(deps: Dependencies, request: GetArchiveRecord, context: Context) -> ArchiveRecord:
    """For an operator. Raises FORBIDDEN, NOT_FOUND, INVALID_REQUEST for a dossier that is not closed."""
    if context.actor.kind is not ActorKind.OPERATOR:
        raise ServiceError(ErrorCode.FORBIDDEN)
    record = record_of(deps, request.dossier_id)
    if record.dossier.status not in CLOSED:
        raise invalid_field("/dossier_id", "not_closed", "The dossier is not closed; it cannot be archived.")
    names = (request.dossier_id, f"issued-{request.dossier_id}")
    chains = (ArchivedChain(chain=name, entries=_entries(deps, name)) for name in names)
    closed = deps.store.repository(ClosedDossierRepository).find_all([request.dossier_id])
    return ArchiveRecord(
        record=record,
        chains=tuple(chain for chain in chains if chain.entries),
        place=closed[request.dossier_id].place if closed else None,
    )


def _entries(deps: Dependencies, chain: str) -> tuple[ArchivedEntry, ...]:
    return tuple(
        ArchivedEntry(text=text, hash=digest)
        for text, digest in event_log.hashed_entries(deps.store.database, chain)
    )

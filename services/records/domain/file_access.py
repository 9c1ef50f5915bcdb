"""Access to files: who may see one, who may upload."""

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from records.domain.files import File

_UPLOADERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR, ActorKind.SYSTEM)
_DOSSIER_ROLES = frozenset(
    {OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER, OfficerRole.MANAGER}
)


def file_visible(actor: Actor, file: File) -> bool:
    """For its owner, for those who read it through a dossier, for services; for others there is no such file.

    Whoever sees a paper of the store sees its file too: `application.papers.queries.can_see_file`.
    """
    if actor.kind is ActorKind.SERVICE:
        return True
    if works_with_dossiers(actor) and file.readers.reads(actor.agency_code):
        return True
    return bool(actor.account_id) and actor.account_id in {file.owner.account_id, *file.readers.account_ids}


def works_with_dossiers(actor: Actor) -> bool:
    """An officer whose roles let him see the dossiers of his agency; one of the catalogue alone sees none."""
    return actor.kind is ActorKind.OFFICER and bool(_DOSSIER_ROLES.intersection(actor.roles))


def require_uploader(actor: Actor) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one without an account."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    if actor.kind not in _UPLOADERS or not actor.account_id:
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_service(actor: Actor) -> None:
    if actor.kind is not ActorKind.SERVICE:
        raise ServiceError(
            ErrorCode.UNAUTHENTICATED if actor.kind is ActorKind.ANONYMOUS else ErrorCode.FORBIDDEN
        )

"""Access to files: who may see one, who may upload."""

from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from records.domain.files import File

_UPLOADERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR, ActorKind.SYSTEM)


def file_visible(actor: Actor, file: File) -> bool:
    """For its owner (`owns`), for those who read it through a dossier, for services; for others there is no such file.

    Whoever sees a paper of the store sees its file too: `application.papers.queries.can_see_file`.
    """
    if actor.kind is ActorKind.SERVICE:
        return True
    if actor.works_with_dossiers and file.readers.reads(actor.agency_code):
        return True
    return owns(actor, file) or (bool(actor.account_id) and actor.account_id in file.readers.account_ids)


def owns(actor: Actor, file: File) -> bool:
    """Whether the caller uploaded it; what an officer uploaded for an agency is his while he works there."""
    if not actor.account_id or actor.account_id != file.owner.account_id:
        return False
    return actor.kind is not ActorKind.OFFICER or actor.agency_code == file.owner.agency_code


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

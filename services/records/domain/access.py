"""Who may see and do what with files."""

from contracts.base import Actor, ActorKind
from contracts.errors import Code, ServiceError
from records.domain.files import File

_UPLOADERS = (ActorKind.CITIZEN, ActorKind.OFFICER, ActorKind.ADMINISTRATOR, ActorKind.SYSTEM)


def visible(actor: Actor, file: File) -> bool:
    """The owner, those whom a dossier lets read, our services; for anybody else there is no such file."""
    if actor.kind is ActorKind.SERVICE:
        return True
    if actor.kind is ActorKind.OFFICER and actor.agency_code in file.readers.agency_codes:
        return True
    return bool(actor.account_id) and actor.account_id in {file.owner.account_id, *file.readers.account_ids}


def require_uploader(actor: Actor) -> None:
    """Raises `unauthenticated` for a caller without a name, `forbidden` for one without an account."""
    if actor.kind is ActorKind.ANONYMOUS:
        raise ServiceError(Code.UNAUTHENTICATED)
    if actor.kind not in _UPLOADERS or not actor.account_id:
        raise ServiceError(Code.FORBIDDEN)


def require_service(actor: Actor) -> None:
    if actor.kind is not ActorKind.SERVICE:
        raise ServiceError(Code.UNAUTHENTICATED if actor.kind is ActorKind.ANONYMOUS else Code.FORBIDDEN)

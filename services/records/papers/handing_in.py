"""Papers are handed in: by their owner as an upload, at the desk as a scan that the agency vouches for."""

from chassis.context import Context
from chassis.ids import new_id
from chassis.mongo import Store, Unit
from contracts import records as contract
from contracts.base import Actor
from contracts.errors import Code, FieldError, ServiceError
from contracts.records import DigitisePaper, KeepPaper, PaperOwner, StoredPaper
from records.domain import access
from records.domain.paper_access import require_citizen, require_reception
from records.domain.papers import PaperFile, digitised, uploaded
from records.papers.keeping import keep
from records.repository import FileRepository


def keep_paper(store: Store, request: KeepPaper, context: Context) -> StoredPaper:
    """By a citizen, of a file of his own."""
    actor = context.actor
    require_citizen(actor)

    def work(unit: Unit) -> StoredPaper:
        file = _file(unit, request.file_id, actor)
        return keep(unit, uploaded(new_id(), request, file, actor.account_id, unit.now))

    return store.command(contract.keep_paper, request, context, work)


def digitise_paper(store: Store, request: DigitisePaper, context: Context) -> StoredPaper:
    """By an officer of reception, of a file that he scanned or that a dossier of his agency holds."""
    actor = context.actor
    require_reception(actor)
    _check_owner(request.owner)

    def work(unit: Unit) -> StoredPaper:
        file = _file(unit, request.file_id, actor)
        return keep(unit, digitised(new_id(), request, file, actor.agency_code, unit.now))

    return store.command(contract.digitise_paper, request, context, work)


def _file(unit: Unit, file_id: str, actor: Actor) -> PaperFile:
    """Raises `file_not_usable` for one that has not come whole, and for one that is none of the caller's."""
    found = FileRepository(unit.database).find([file_id], unit.session)
    file = next((file for file in found if access.visible(actor, file)), None)
    if file is None or file.content is None:
        raise ServiceError(Code.FILE_NOT_USABLE, file_id=file_id)
    return PaperFile(file_id=file.file_id, **vars(file.content))


def _check_owner(owner: PaperOwner) -> None:
    if owner.account_id is None and owner.identity_number is None:
        detail = (
            "Cần tài khoản hoặc số định danh của chủ giấy tờ. Say whose paper it is: an account or a number."
        )
        wrong = FieldError(pointer="/owner", code="required", detail=detail)
        raise ServiceError(Code.INVALID_REQUEST, errors=(wrong,))

"""What a request about a paper names: file, kind of results, agency, owner. Each exists, or the request is refused."""

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from contracts.base import Actor
from contracts.catalog import Agency
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import PaperOwner
from records.application.documents.signing_context import SigningContext
from records.application.opening import opened
from records.clients import accounts, catalog
from records.domain import file_access
from records.domain.files import File
from records.repository import FileRepository


def visible_file(signing: SigningContext, file_id: str, actor: Actor) -> File:
    """Raises `file_not_usable` for one that has not come whole or cannot be opened, and for one that the caller may not
    see."""
    found = signing.store.repository(FileRepository).find([file_id])
    file = next(
        (opened(signing.file_contents, file) for file in found if file_access.file_visible(actor, file)), None
    )
    if file is None or not file.usable:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file_id)
    return file


def named_kind(client: RpcClient, typed: str | None, context: Context) -> str | None:
    """The code of a kind of results as the catalogue has it. Raises INVALID_REQUEST for one that no procedure has."""
    if typed is None:
        return None
    kind = catalog.find_result_kind(client, typed, context)
    if kind is None:
        raise _invalid("/result_code", "unknown_code", "No procedure has such a result.")
    return kind.code


def named_issuer(
    client: RpcClient, code: str | None, name: str | None, context: Context, pointer: str = "/issuer_code"
) -> Agency:
    """Of the catalogue, whose name counts. Raises INVALID_REQUEST."""
    if code is None:
        raise _invalid(pointer, "required", "Name the agency that issued it by its code.")
    agency = catalog.find_agency(client, code, context)
    if agency is None:
        raise _invalid(pointer, "unknown_issuer", "No agency has this code.")
    if name not in (None, agency.name):
        raise _invalid("/issuer_name", "other_name", "The agency of this code has another name.")
    return agency


def check_owner(client: RpcClient, owner: PaperOwner, context: Context) -> None:
    """Raises INVALID_REQUEST for an owner who is neither an account of a citizen nor a number."""
    if owner.account_id is None and owner.identity_number is None:
        detail = (
            "Cần tài khoản hoặc số định danh của chủ giấy tờ. Say whose paper it is: an account or a number."
        )
        raise _invalid("/owner", "required", detail)
    if owner.account_id is not None and not accounts.is_citizen(client, owner.account_id, context):
        raise _invalid("/owner/account_id", "unknown_account", "There is no such account of a citizen.")


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )

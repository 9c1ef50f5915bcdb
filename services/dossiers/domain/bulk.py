"""One action on many dossiers: the command for each of them, and the sum of the answers."""

import json
import uuid

from pydantic import ValidationError

from contracts.dossiers import (
    BulkAction,
    BulkActionItem,
    BulkActionResult,
    BulkActionResults,
    Dossier,
    DossierCommand,
)
from contracts.errors import ErrorCode, ServiceError, field_errors
from contracts.storable import require_storable
from dossiers.domain.model.refusals import invalid_field

_SPACE = uuid.UUID("0b9d4f0e-6f5c-5d1c-9a53-3b1d2f0c7a11")
_OF_ITEM = frozenset(DossierCommand.model_fields)


def item_command_id(command_id: str, dossier_id: str) -> str:
    """The same for the same dossier of the same command: done once, however often it is repeated."""
    return str(uuid.uuid5(_SPACE, f"{command_id} {dossier_id}"))


def item_commands(request: BulkAction, command: type[DossierCommand]) -> tuple[DossierCommand, ...]:
    """The act on each dossier. Raises INVALID_REQUEST for fields that the act has not, and for one named twice."""
    _check_once(request.items)
    _check_fields(request, command)
    return tuple(_command(request, item, command) for item in request.items)


def succeeded(item: BulkActionItem, dossier: Dossier) -> BulkActionResult:
    return BulkActionResult(
        dossier_id=item.dossier_id,
        done=True,
        version=dossier.version,
        status=dossier.status,
        code=dossier.code,
    )


def failed(item: BulkActionItem, error: ServiceError, detail: str) -> BulkActionResult:
    return BulkActionResult(
        dossier_id=item.dossier_id, done=False, error_code=error.code.value, detail=detail
    )


def summarise(results: tuple[BulkActionResult, ...]) -> BulkActionResults:
    count = sum(result.done for result in results)
    return BulkActionResults(done=count, refused=len(results) - count, results=results)


def _check_once(items: tuple[BulkActionItem, ...]) -> None:
    seen: set[str] = set()
    for at, item in enumerate(items):
        if item.dossier_id in seen:
            raise invalid_field(f"/items/{at}/dossier_id", "repeated", "The dossier is named twice.")
        seen.add(item.dossier_id)


def _check_fields(request: BulkAction, command: type[DossierCommand]) -> None:
    """Those that say which dossier and which version belong to the items."""
    misplaced = sorted(_OF_ITEM.intersection(request.fields))
    if misplaced:
        raise invalid_field(f"/fields/{misplaced[0]}", "extra_forbidden", "It belongs to each item.")
    try:
        require_storable(_command(request, request.items[0], command), under=("fields",))
    except ValidationError as error:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=field_errors(error, under=("fields",))) from None


def _command(request: BulkAction, item: BulkActionItem, command: type[DossierCommand]) -> DossierCommand:
    of_item = {
        "command_id": item_command_id(request.command_id, item.dossier_id),
        "dossier_id": item.dossier_id,
        "expected_version": item.expected_version,
    }
    return command.model_validate_json(json.dumps({**request.fields, **of_item}), strict=True, extra="forbid")

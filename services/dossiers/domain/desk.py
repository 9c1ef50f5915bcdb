"""One act on many dossiers: what is asked of each, and how the answers add up."""

import json
import uuid
from typing import Any

from pydantic import ValidationError

from contracts.dossiers import ActOnMany, Dossier, DossierCommand, ManyItem, ManyResult, ManyResults
from contracts.errors import Code, FieldError, ServiceError
from dossiers.domain.guards import invalid_field

_SPACE = uuid.UUID("0b9d4f0e-6f5c-5d1c-9a53-3b1d2f0c7a11")
_OF_ITEM = frozenset(DossierCommand.model_fields)


def item_command_id(command_id: str, dossier_id: str) -> str:
    """The same for the same dossier of the same command: done once, however often it is repeated."""
    return str(uuid.uuid5(_SPACE, f"{command_id} {dossier_id}"))


def commands(request: ActOnMany, command: type[DossierCommand]) -> tuple[DossierCommand, ...]:
    """The act on each dossier. Raises INVALID_REQUEST for fields that the act has not, and for one named twice."""
    _check_once(request.items)
    _check_fields(request, command)
    return tuple(_command(request, item, command) for item in request.items)


def done(item: ManyItem, dossier: Dossier) -> ManyResult:
    return ManyResult(
        dossier_id=item.dossier_id,
        done=True,
        version=dossier.version,
        status=dossier.status,
        code=dossier.code,
    )


def refused(item: ManyItem, error: ServiceError, detail: str) -> ManyResult:
    return ManyResult(dossier_id=item.dossier_id, done=False, error_code=error.code.value, detail=detail)


def together(results: tuple[ManyResult, ...]) -> ManyResults:
    count = sum(result.done for result in results)
    return ManyResults(done=count, refused=len(results) - count, results=results)


def _check_once(items: tuple[ManyItem, ...]) -> None:
    seen: set[str] = set()
    for at, item in enumerate(items):
        if item.dossier_id in seen:
            raise invalid_field(f"/items/{at}/dossier_id", "repeated", "The dossier is named twice.")
        seen.add(item.dossier_id)


def _check_fields(request: ActOnMany, command: type[DossierCommand]) -> None:
    """Those that say which dossier and which version belong to the items."""
    misplaced = sorted(_OF_ITEM.intersection(request.fields))
    if misplaced:
        raise invalid_field(f"/fields/{misplaced[0]}", "extra_forbidden", "It belongs to each item.")
    try:
        _command(request, request.items[0], command)
    except ValidationError as error:
        raise ServiceError(Code.INVALID_REQUEST, errors=tuple(_faults(error))) from None


def _command(request: ActOnMany, item: ManyItem, command: type[DossierCommand]) -> DossierCommand:
    of_item = {
        "command_id": item_command_id(request.command_id, item.dossier_id),
        "dossier_id": item.dossier_id,
        "expected_version": item.expected_version,
    }
    return command.model_validate_json(json.dumps({**request.fields, **of_item}), strict=True)


def _faults(error: ValidationError) -> list[FieldError]:
    found: list[Any] = error.errors(include_input=False, include_url=False, include_context=False)
    return [
        FieldError(
            pointer="/fields" + "".join(f"/{part}" for part in item["loc"]),
            code=item["type"],
            detail=item["msg"],
        )
        for item in found
    ]

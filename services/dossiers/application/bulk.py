"""One action on many dossiers: each in a transaction of its own, under a command id of its own."""

import logging

from chassis.core.context import Context
from contracts import dossiers as contract
from contracts.dossiers import (
    BulkAction,
    BulkActionItem,
    BulkActionResult,
    BulkActionResults,
    DossierAction,
    DossierCommand,
)
from contracts.error_messages import detail
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.actions import COMMANDS
from dossiers.application.commands import execute
from dossiers.application.dependencies import Dependencies
from dossiers.domain.bulk import failed, item_commands, succeeded, summarise

log = logging.getLogger(__name__)

TIME_TO_ANSWER_S = 1.0
"""What must be left of the caller's time for a further item to be begun."""


def act_on_many(deps: Dependencies, request: BulkAction, context: Context) -> BulkActionResults:
    """What became of each item. Once all have their final answers, a repetition gets the same; until then it goes on.

    An item that failed for a passing reason (something is away, no time is left) is tried again by a repetition.
    Raises INVALID_REQUEST for fields that the action does not have, and for a dossier that is named twice.
    """
    method = COMMANDS[DossierAction(request.action)].method
    commands = item_commands(request, method.request)
    previous = deps.store.previous_result(contract.act_on_many, request, context)
    if previous is not None:
        return previous
    results = summarise(
        tuple(
            _execute_item(deps, DossierAction(request.action), item, command, context)
            for item, command in zip(request.items, commands, strict=True)
        )
    )
    if any(_is_temporary(result) for result in results.results):
        return results
    return deps.store.run_idempotent(contract.act_on_many, request, context, lambda _: results)


def _execute_item(
    deps: Dependencies,
    action: DossierAction,
    item: BulkActionItem,
    command: DossierCommand,
    context: Context,
) -> BulkActionResult:
    try:
        _check_time(context)
        return succeeded(item, execute(deps, COMMANDS[action], command, context))
    except ServiceError as error:
        found = error
    except Exception:
        log.exception("an item of a bulk action failed", extra={"dossier_id": item.dossier_id})
        found = ServiceError(ErrorCode.INTERNAL_ERROR)
    return failed(item, found, detail(found, context.locale))


def _check_time(context: Context) -> None:
    """Raises DEADLINE_EXCEEDED while there is still time to answer which items were left out."""
    remaining = context.remaining_s()
    if remaining is not None and remaining < TIME_TO_ANSWER_S:
        raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)


def _is_temporary(result: BulkActionResult) -> bool:
    return result.error_code is not None and ServiceError(result.error_code).retryable

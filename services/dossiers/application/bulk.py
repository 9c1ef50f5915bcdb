"""Many dossiers at once: each act in a transaction of its own, under a command id of its own."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts import dossiers as contract
from contracts.base import Method
from contracts.dossiers import (
    BulkAction,
    BulkActionItem,
    BulkActionResult,
    BulkActionResults,
    Dossier,
    DossierCommand,
)
from contracts.error_messages import detail
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.bulk import failed, item_commands, succeeded, summarise

log = logging.getLogger(__name__)

TIME_TO_ANSWER_S = 1.0
Act = Callable[[Any, Context], Dossier]
BULK_METHODS: Mapping[str, Method[Any, Dossier]] = {
    method.name: method
    for method in (
        contract.accept,
        contract.start_processing,
        contract.complete_step,
        contract.claim,
        contract.release,
        contract.assign,
        contract.hand_over,
        contract.return_result,
    )
}


def act_on_many(store: Store, act: Act, request: BulkAction, context: Context) -> BulkActionResults:
    """Once it has answered for every dossier, a repetition gets the same answer; until then it goes on.

    An act that failed for a passing reason (something is away, no time is left) is tried again by a repetition.
    """
    asked = item_commands(request, BULK_METHODS[request.action].request)
    answered = store.previous_result(contract.act_on_many, request, context)
    if answered is not None:
        return answered
    results = summarise(
        tuple(
            _execute_item(act, item, each, context) for item, each in zip(request.items, asked, strict=True)
        )
    )
    if any(_is_temporary(result) for result in results.results):
        return results
    return store.run_idempotent(contract.act_on_many, request, context, lambda _: results)


def _execute_item(
    act: Act, item: BulkActionItem, command: DossierCommand, context: Context
) -> BulkActionResult:
    try:
        _check_time(context)
        return succeeded(item, act(command, context))
    except ServiceError as error:
        found = error
    except Exception:
        log.exception("one of many failed", extra={"dossier_id": item.dossier_id})
        found = ServiceError(ErrorCode.INTERNAL_ERROR)
    return failed(item, found, detail(found, context.locale))


def _check_time(context: Context) -> None:
    """What is left for later is said while there is time to say it."""
    remaining = context.remaining_s()
    if remaining is not None and remaining < TIME_TO_ANSWER_S:
        raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)


def _is_temporary(result: BulkActionResult) -> bool:
    return result.error_code is not None and ServiceError(result.error_code).retryable

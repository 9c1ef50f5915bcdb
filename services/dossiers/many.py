"""Many dossiers at once: each act in a transaction of its own, under a command id of its own."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from chassis.context import Context
from chassis.store import Store
from contracts import dossiers as contract
from contracts.base import Method
from contracts.dossiers import ActOnMany, Dossier, DossierCommand, ManyItem, ManyResult, ManyResults
from contracts.errors import Code, ServiceError
from contracts.wording import detail
from dossiers.domain.desk import commands, done, refused, together

log = logging.getLogger(__name__)

TIME_TO_ANSWER_S = 1.0
Act = Callable[[Any, Context], Dossier]
METHODS: Mapping[str, Method[Any, Dossier]] = {
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


def act_on_many(store: Store, act: Act, request: ActOnMany, context: Context) -> ManyResults:
    """Once it has answered for every dossier, a repetition gets the same answer; until then it goes on.

    An act that failed for a passing reason (something is away, no time is left) is tried again by a repetition.
    """
    asked = commands(request, METHODS[request.action].request)
    answered = store.answered(contract.act_on_many, request, context)
    if answered is not None:
        return answered
    results = together(
        tuple(_one(act, item, each, context) for item, each in zip(request.items, asked, strict=True))
    )
    if any(_passing(result) for result in results.results):
        return results
    return store.command(contract.act_on_many, request, context, lambda _: results)


def _one(act: Act, item: ManyItem, command: DossierCommand, context: Context) -> ManyResult:
    try:
        _check_time(context)
        return done(item, act(command, context))
    except ServiceError as error:
        found = error
    except Exception:
        log.exception("one of many failed", extra={"dossier_id": item.dossier_id})
        found = ServiceError(Code.INTERNAL_ERROR)
    return refused(item, found, detail(found, context.locale))


def _check_time(context: Context) -> None:
    """What is left for later is said while there is time to say it."""
    remaining = context.remaining_s()
    if remaining is not None and remaining < TIME_TO_ANSWER_S:
        raise ServiceError(Code.DEADLINE_EXCEEDED)


def _passing(result: ManyResult) -> bool:
    return result.error_code is not None and ServiceError(result.error_code).retryable

"""Trả kết quả ngay (NĐ 61/2018/NĐ-CP art 17.4): received, done and returned in one action."""

from typing import Any, TypeVar

from contracts.dossiers import (
    Accept,
    DossierAction,
    DossierCommand,
    DossierStep,
    IssueResult,
    ResultOutcome,
    ReturnResult,
    ServeAtOnce,
)
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.result import issue_result, return_result
from dossiers.domain.lateness import lateness
from dossiers.domain.model.action_rules import check_possible
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.submission_content.papers import Files

Part = TypeVar("Part", bound=DossierCommand)


def serve_at_once(
    dossier: DossierState, request: ServeAtOnce, context: ActionContext, *, code: str, files: Files
) -> Transition:
    """1 → 2 → 9 → 10 in one action, by who may do every step of the process. A fee is paid at the counter."""
    check_possible(dossier, DossierAction.SERVE_AT_ONCE, context.now)
    reception, handing_over = _part(Accept, request), _part(ReturnResult, request)
    result = _part(IssueResult, request, outcome=ResultOutcome.APPROVED)
    received = accept(dossier, reception, context, code=code)
    if received.dossier.has_unpaid_fee:
        raise invalid_field("/receipt_number", "required", "What is served at once is paid at the counter.")
    served = received.amend(received_by=None, steps=_all_complete(received.dossier, context))
    return served.then(lambda here: issue_result(here, result, context, files=files)).then(
        lambda here: return_result(here, handing_over, context)
    )


def _all_complete(dossier: DossierState, context: ActionContext) -> tuple[DossierStep, ...]:
    """The steps of the process, each done now by the officer who serves."""
    done: dict[str, Any] = {
        "started_at": context.now,
        "completed_at": context.now,
        "completed_by": context.actor.account_id,
        "lateness": lateness(dossier.due_at, context.now, None, context.now),
    }
    return tuple(step.model_copy(update=done) for step in dossier.steps)


def _part(part: type[Part], request: ServeAtOnce, **fields: Any) -> Part:
    """One of the actions that this one is made of: the fields that both have, by name, and `fields`."""
    shared = part.model_fields.keys() & ServeAtOnce.model_fields.keys()
    return part(**{name: getattr(request, name) for name in shared}, **fields)

"""Actions on a stored dossier: rights checked, decided by the domain, saved once per command id."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, Generic, TypeVar

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.command_batches import Work
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Method
from contracts.dossiers import DossierAction, DossierCommand
from contracts.errors import ServiceError
from dossiers.application.codes import next_code
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import rights_in, visible_dossier, with_remembered_powers
from dossiers.application.laws import ChooseLaw, Laws
from dossiers.application.persistence import save
from dossiers.application.receipts import claim_receipt
from dossiers.application.views import dossier_view
from dossiers.domain.actions.assignment import requeue_if_moved
from dossiers.domain.actions.passing import with_ended_participation
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import localised
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.rights.rights import Rights
from dossiers.repository import DossierRepository, StoredDossier

Cmd = TypeVar("Cmd", bound=DossierCommand)
Decide = Callable[Concatenate[DossierState, Cmd, ActionContext, ...], Transition]
"""The decision of the domain; what it needs beside these three it takes as keyword arguments. May run more than once."""
Input = Callable[[Dependencies, DossierState, Any, Context], Mapping[str, Any]]
"""Asks other services, before the transaction, for keyword arguments of the decision. May block, and run more than once.

The caller sees the dossier and may take the action.
"""


@dataclass(frozen=True)
class ActionCommand(Generic[Cmd]):
    """One action as the service offers it.

    `method` is called as the action; `decide` is the domain's decision and `inputs` give what it needs to know.
    `law`: the law of the decision; without it, the one that the dossier stands under
    (with the calendar of today where that one ends too early). `gives_code`: the decision takes the next `code` of the
    agency's day, or the one that a desk gave before.
    """

    method: Method[Cmd, contract.Dossier]
    decide: Decide[Cmd]
    inputs: tuple[Input, ...] = ()
    law: Callable[[Laws, DossierState, Context], Law] | None = None
    gives_code: bool = False

    @property
    def action(self) -> DossierAction:
        return DossierAction(self.method.name)


def execute(
    deps: Dependencies, command: ActionCommand[Cmd], request: Cmd, context: Context
) -> contract.Dossier:
    """Take the action once per command id; a repetition gets the first answer.

    Raises NOT_FOUND, FORBIDDEN, VERSION_STALE, ILLEGAL_TRANSITION, GUARD_FAILED (in the caller's language), what the
    decision raises for a wrong request, and what the neighbours raise.
    """
    run = partial(_run, deps, command, request, context)

    def read_dossier() -> DossierState:
        return visible_dossier(deps.store, request.dossier_id, context)

    try:
        if command.law is None:
            return deps.laws.retry_with_longer_calendar(run, read_dossier, context)
        law = command.law
        return run(lambda dossier: law(deps.laws, dossier, context))
    except ServiceError as error:
        raise localised(error, context.locale) from error


def _run(
    deps: Dependencies,
    command: ActionCommand[Cmd],
    request: Cmd,
    context: Context,
    choose_law: ChooseLaw,
) -> contract.Dossier:
    def prepare() -> Work[contract.Dossier]:
        stored = deps.store.repository(DossierRepository).with_issuance(request.dossier_id, and_log=True)
        rights = rights_in(deps.store, stored.state, context.actor, utcnow())
        rights.check(command.action, request.expected_version)
        rights = with_remembered_powers(deps, rights)
        given = (source(deps, stored.state, request, context) for source in command.inputs)
        inputs = {name: value for found in given for name, value in found.items()}
        law = choose_law(stored.state)
        return partial(_act, deps, command, request, inputs, stored, rights, law)

    return deps.store.run_in_batch(command.method, request, context, prepare, request.dossier_id)


def _act(
    deps: Dependencies,
    command: ActionCommand[Cmd],
    request: Cmd,
    inputs: Mapping[str, Any],
    stored: StoredDossier,
    rights: Rights,
    law: Law,
    uow: UnitOfWork,
) -> contract.Dossier:
    before, acting = stored.state, ActionContext(rights.actor, uow.now, law)
    if stored.tail is not None:
        uow.remember_tail(before.dossier_id, stored.tail)
    code = {"code": before.code or next_code(uow, before.agency_code)} if command.gives_code else {}
    decided = command.decide(before, request, acting, **inputs, **code)
    requeued = with_ended_participation(before, requeue_if_moved(before, decided, command.action, acting))
    claim_receipt(uow, before, requeued.dossier)
    transition = requeued.with_payload(stands_in_for=rights.deputised_officer)
    save(uow, deps.laws, transition, before)
    return dossier_view(rights.in_dossier(stored.issuance.applied_to(transition.dossier)), uow.now)

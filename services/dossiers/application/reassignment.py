"""Assigning and handing over: the receiver is asked for before the transaction, by whoever may do it at all."""

from functools import partial

from chassis.core.context import Context
from contracts import dossiers as contract
from contracts.dossiers import AssignDossier, HandOverDossier
from dossiers.application.commands import DossierCommands
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.actions import assignment
from dossiers.domain.actions.assignment import Assignee


def assign(
    desk: DossierCommands, officers: OfficerDirectory, request: AssignDossier, context: Context
) -> contract.Dossier:
    to = _assignee(desk, officers, request, context)
    return desk.execute(contract.assign, request, context, partial(assignment.assign, to=to))


def hand_over(
    desk: DossierCommands, officers: OfficerDirectory, request: HandOverDossier, context: Context
) -> contract.Dossier:
    to = _assignee(desk, officers, request, context)
    return desk.execute(contract.hand_over, request, context, partial(assignment.hand_over, to=to))


def _assignee(
    desk: DossierCommands,
    officers: OfficerDirectory,
    request: AssignDossier | HandOverDossier,
    context: Context,
) -> Assignee:
    """Looks first: who may not see the dossier is not told who works at its agency."""
    dossier = desk.get_visible(request.dossier_id, context)
    return officers.assignee(request.officer_id, request.unit, dossier.agency_code)

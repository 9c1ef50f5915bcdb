"""Assigning and handing over: the receiver is asked for before the transaction, by whoever may do it at all."""

from functools import partial

from chassis.context import Context
from contracts import dossiers as contract
from contracts.dossiers import AssignDossier, HandOverDossier
from dossiers.acts import Desk
from dossiers.domain import assignment
from dossiers.domain.assignment import Receiver
from dossiers.officers import Officers


def assign(desk: Desk, officers: Officers, request: AssignDossier, context: Context) -> contract.Dossier:
    to = _receiver(desk, officers, request, context)
    return desk.act(contract.assign, request, context, partial(assignment.assign, to=to))


def hand_over(desk: Desk, officers: Officers, request: HandOverDossier, context: Context) -> contract.Dossier:
    to = _receiver(desk, officers, request, context)
    return desk.act(contract.hand_over, request, context, partial(assignment.hand_over, to=to))


def _receiver(
    desk: Desk, officers: Officers, request: AssignDossier | HandOverDossier, context: Context
) -> Receiver:
    """Looks first: who may not see the dossier is not told who works at its agency."""
    dossier = desk.look(request.dossier_id, context)
    return officers.receiver(request.officer_id, request.unit, dossier.agency_code)

"""Whoever proves a number is shown the dossiers that others have filed in his name, and told."""

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.dossiers import Applicant
from contracts.events import AnyEvent
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import save
from dossiers.domain.actions.ownership import files_of, know_applicant
from dossiers.repository import DossierRepository

MOST = 200
"""Dossiers that are shown at once: more were never filed in the name of one person without an account."""


def handle_number_proved(deps: Dependencies, event: AnyEvent, context: Context) -> None:
    """Once per event; nothing where accounts knows the number no more. Asks accounts before the transaction."""
    holder = deps.clients.accounts.find_contact(event.payload.account_id, context)
    number = holder.personal_number if holder else None

    def work(uow: UnitOfWork) -> None:
        if holder is None or number is None:
            return
        dossiers = uow.repository(DossierRepository)
        for dossier_id in dossiers.without_account(number, MOST):
            stored = dossiers.with_issuance(dossier_id)
            file_ids = files_of(stored.issuance.applied_to(stored.state))
            save(uow, deps.laws, know_applicant(stored.state, holder, file_ids), stored.state)

    if holder is not None:
        # What is encrypted from now on is so with the owner's key: it is there before the transaction.
        owner = Applicant(account_id=holder.account_id, full_name=holder.full_name)
        deps.store.repository(DossierRepository).prepare_key("", owner)
    deps.store.handle_once(topology.DOSSIERS_IDENTITY, event, context, work)

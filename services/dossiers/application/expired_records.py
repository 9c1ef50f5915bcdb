"""Dossiers whose period is over are anonymised (khử nhận dạng): the key of their personal data is destroyed.

Their log and its chain stay. One key is of all dossiers of a person, so it goes when the period of each of them is over and
none is held; until then they wait for each other, and for the archive where their file plan says so.
"""

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.core.retention import PART_RECORDS, look_at
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.retention import ApplyRetention, RetentionPart
from dossiers.application.archive.retention import retained
from dossiers.application.erasure import erase_dossier_key, erase_person_key
from dossiers.repository.ended import DossierAge, EndedDossierRepository


def apply_retention(store: Store, request: ApplyRetention, context: Context) -> RetentionPart:
    """The next part, once per command. The keys go first: what is interrupted is done again. For accounts.

    Raises FORBIDDEN.
    """
    require_accounts(context.actor)

    def is_over(dossier: DossierAge) -> bool:
        return not dossier.anonymised and dossier.ended_before(request.before)

    def is_held(dossier: DossierAge) -> bool:
        return bool(
            dossier.names.intersection(request.held_dossiers)
            or dossier.people.intersection(request.held_accounts)
        )

    def stays(dossier: DossierAge) -> bool:
        """Whether the key is needed for it still."""
        over = dossier.anonymised or dossier.ended_before(request.before)
        return not over or is_held(dossier)

    def work(uow: UnitOfWork) -> RetentionPart:
        repository = uow.repository(EndedDossierRepository)
        found = look_at(
            repository.in_order(request.cursor or "", PART_RECORDS),
            id_of=lambda each: each.dossier_id,
            is_over=is_over,
            is_held=is_held,
        )
        owners = {each.owner_id for each in found.due if each.owner_id is not None}
        of_owners = repository.of_owners(owners)
        in_plan = retained(uow, (*found.due, *of_owners))
        needed = {each.owner_id for each in of_owners if stays(each) or each.dossier_id in in_plan}
        due = [each for each in found.due if each.dossier_id not in in_plan and each.owner_id not in needed]
        if not request.survey:
            _anonymise(store, repository, due)
        waiting = len(found.due) - len(due)
        return found.part.model_copy(update={"due": len(due), "waiting": waiting})

    return store.run_idempotent(contract.apply_retention, request, context, work)


def _anonymise(store: Store, repository: EndedDossierRepository, due: list[DossierAge]) -> None:
    for account_id in sorted({each.owner_id for each in due if each.owner_id is not None}):
        erase_person_key(store, account_id)
    for each in due:
        erase_dossier_key(store, each.dossier_id)
    repository.anonymise([each.dossier_id for each in due])

"""The owner of a dossier whom somebody else named by number turns out to have an account (chủ hồ sơ)."""

from contracts import dossiers as contract
from contracts.accounts import Contact
from contracts.dossiers import ApplicantIdentity, IdentityType
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import Transition
from dossiers.domain.rights.identity import is_owner


def know_applicant(dossier: DossierState, holder: Contact, file_ids: tuple[str, ...] = ()) -> Transition:
    """The account follows the dossier from now on, and reads `file_ids`; nothing where another account does already, or the
    dossier names another number or another name."""
    applicant = dossier.applicant
    named = applicant.identity or ApplicantIdentity(type=IdentityType.OTHER, number="none")
    same = (named.type, named.number) == (IdentityType.PERSONAL_NUMBER, holder.personal_number)
    if applicant.account_id is not None or not same or not is_owner(applicant, holder):
        return Transition(dossier)
    known = applicant.model_copy(update={"account_id": holder.account_id})
    return Transition(dossier).record(
        contract.APPLICANT_KNOWN, payload={"file_ids": file_ids}, applicant=known
    )


def files_of(shown: DossierState) -> tuple[str, ...]:
    """The files of a dossier with what was issued for it: papers, authority, results, documents."""
    results = (each for result in shown.results for each in (result.file_id, result.sealed_file_id))
    found = (
        *(paper.file_id for paper in shown.papers),
        shown.filer.authority_file_id if shown.filer else None,
        *results,
        *(document.file_id for document in shown.documents),
    )
    return tuple(dict.fromkeys(file_id for file_id in found if file_id))

"""What of a dossier is stored encrypted, and with whose key (ADR 76)."""

from chassis.storage.encryption import SealedFields
from contracts.dossiers import Applicant
from dossiers.domain.model.dossier import DossierState

PERSONAL_FIELDS = SealedFields(
    (
        "form_data",
        "return_address",
        "subjects",
        "draft.subject",
        "consents",
        "applicant.identity",
        "applicant.address",
        "applicant.phone",
        "applicant.email",
        "papers[].name",
        "supplements[].replaced",
        "supplements[].added",
        "consultations[].content",
        "consultations[].answer",
        "verifications[].content",
        "verifications[].minutes",
        "errors[].description",
        "rating.comment",
    ),
    erased={
        "form_data": {},
        "subjects": [],
        "consents": [],
        "papers[].name": "",
        "consultations[].content": "",
        "verifications[].content": "",
        "errors[].description": "",
    },
)
"""Of a stored dossier, and of the changes that an entry of its log holds: what the applicant gave, the names of files, which
people chose, and what is written freely on the way. Names of people are in the clear: lists show them, and they are searched
for word by word. So is what an entry says to those who hear of it: the note of a step, the reason that the applicant is
written."""


def key_owner(dossier: DossierState) -> str:
    """Whose key a dossier is encrypted with: that of its owner's account, else one of its own."""
    return owner_of(dossier.dossier_id, dossier.applicant)


def owner_of(dossier_id: str, applicant: Applicant) -> str:
    """As `key_owner`, of a dossier that is still to be filed."""
    return dossier_alone(dossier_id) if applicant.account_id is None else person(applicant.account_id)


def dossier_alone(dossier_id: str) -> str:
    """The owner of a key that is of one dossier."""
    return f"dossier:{dossier_id}"


def person(account_id: str) -> str:
    """The owner of a key, by account."""
    return f"person:{account_id}"

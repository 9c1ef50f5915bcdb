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
        "applicant.identity",
        "applicant.address",
        "applicant.phone",
        "applicant.email",
    ),
    erased={"form_data": {}, "subjects": []},
)
"""Of a stored dossier, and of the changes that an entry of its log holds. Names are in the clear: lists show them, and they
are searched for word by word."""


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

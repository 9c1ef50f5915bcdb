"""Identity (định danh): to which level the number of who files must be proved, and whose stored papers it opens."""

from dataclasses import dataclass

from contracts.accounts import Contact
from contracts.base import Actor
from contracts.catalog import Procedure
from contracts.dossiers import Applicant
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperOwner
from contracts.text import fold_words

SEEN_AT_DESK = 2
"""Who stands at the desk is known by the paper that the officer looks at."""


@dataclass(frozen=True)
class StoreOwner:
    """Whose papers of the personal store a dossier may take, and to which level the number of this owner is proved."""

    owner: PaperOwner
    level: int


NOBODY = StoreOwner(PaperOwner(), 0)
"""Where the owner is known by a number alone that somebody else typed: no paper is found by it."""


def check_identity(procedure: Procedure, actor: Actor, contact: Contact, *, for_another: bool) -> None:
    """Check the level that the procedure asks for; filing for another, by a number, asks for 1 at least, and so does any
    filing from a frozen account. Raises IDENTITY_NOT_PROVED.

    Of somebody who acts for another that one's level counts: who acts was identified, and why was confirmed or checked.

    A caller whose level nobody says came through a gateway of the release before, which asked for none.
    """
    if actor.assurance is None:
        return
    least = 1 if for_another or contact.frozen else 0
    known = contact.assurance if actor.acting is None or contact.frozen else actor.assurance
    required, level = max(procedure.required_ial, least), actor.level(known)
    if level < required:
        raise ServiceError(ErrorCode.IDENTITY_NOT_PROVED, required=required, level=level)


def is_owner(applicant: Applicant, holder: Contact) -> bool:
    """Whether a dossier that names its owner by number is that of who has proved the number: by the name, too, as a slip in
    the number would show the dossier to a stranger."""
    return fold_words(applicant.full_name) == fold_words(holder.full_name)


def own_store(actor: Actor, contact: Contact) -> StoreOwner:
    """The caller's own papers."""
    owner = PaperOwner(account_id=contact.account_id, identity_number=contact.personal_number)
    return StoreOwner(owner, actor.level(contact.assurance))


def store_at_desk(applicant: Applicant) -> StoreOwner:
    """The papers of who comes to the desk."""
    number = applicant.identity.number if applicant.identity else None
    return StoreOwner(PaperOwner(account_id=applicant.account_id, identity_number=number), SEEN_AT_DESK)

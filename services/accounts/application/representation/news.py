"""What happens to acts of representation is recorded, and reaches accounts that were not known before."""

from accounts.domain import representation
from accounts.domain.representation import StoredRepresentation
from accounts.repository.representations import RepresentationRepository
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account
from contracts.accounts.representation import RepresentationEvent
from contracts.events import EventType

RepresentationEventType = EventType[RepresentationEvent]


def record(uow: UnitOfWork, kind: RepresentationEventType, act: StoredRepresentation) -> None:
    uow.record_event(kind, act.representation_id, act.version, act.event())


def make_known(uow: UnitOfWork, account: Account) -> None:
    """What others asked of a number reaches the account that has just proved it."""
    if account.personal_number is None:
        return
    acts = uow.repository(RepresentationRepository)
    for act in acts.undecided_with(account.personal_number):
        after = representation.known(act, account)
        if after is not act:
            acts.replace(after)
            record(uow, contract.REPRESENTATION_ASKED, after)

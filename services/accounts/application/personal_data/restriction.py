"""A restriction of processing reaches the services that do something which no law asks for."""

from accounts.clients.person_owners import PersonOwners
from accounts.repository.personal_data.consents import ConsentRepository
from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.personal_data import RestrictPerson

FOLLOW = "accounts.processing_restriction"
"""Timer, keyed by account: set when a restriction begins and when it ends."""


def begin(uow: UnitOfWork, account_id: str) -> None:
    """From now on."""
    uow.repository(ConsentRepository).note_restriction(account_id, uow.now)
    uow.schedule(FOLLOW, account_id, uow.now, {})


def end(uow: UnitOfWork, account_id: str) -> bool:
    """Whether there was one."""
    ended = uow.repository(ConsentRepository).end_restriction(account_id)
    if ended:
        uow.schedule(FOLLOW, account_id, uow.now, {})
    return ended


def follow(store: Store, client: RpcClient, account_id: str, context: Context) -> None:
    """Tell the others how it is now, whatever came in between. Raises what they raise, after which the timer goes on."""
    restricted = store.repository(ConsentRepository).is_restricted(account_id)
    request = RestrictPerson(account_id=account_id, restricted=restricted)
    PersonOwners(client, context).restrict(request)

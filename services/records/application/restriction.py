"""Restriction of the processing of a person's data (hạn chế xử lý dữ liệu, Luật 91/2025/QH15).

Files and papers are read by who has to do with them, and by a ground of the law, as before (art 19). What no law asks for
stops: a reading for technical support.
"""

from collections.abc import Iterable

from chassis.core.context import Context
from chassis.core.person_export import require_accounts
from chassis.storage.restrictions import RestrictionRepository
from chassis.storage.store import Store
from contracts.base import Empty
from contracts.data_readings import RESTRICTED_GROUNDS, ReadingGround
from contracts.errors import ErrorCode, ServiceError
from contracts.personal_data import RestrictPerson


def restrict_person(store: Store, request: RestrictPerson, context: Context) -> Empty:
    """From now on. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    store.repository(RestrictionRepository).set(request.account_id, restricted=request.restricted)
    return Empty()


def check_ground(store: Store, people: Iterable[str], ground: ReadingGround) -> None:
    """Whether the ground is enough to read what is of these accounts. Raises PROCESSING_RESTRICTED.

    Asks the database of those grounds alone that are none of a law.
    """
    if ground in RESTRICTED_GROUNDS and store.repository(RestrictionRepository).any_of(people):
        raise ServiceError(ErrorCode.PROCESSING_RESTRICTED)

"""The run of a standing timer that deletes, once a day, what is older than it is retained."""

import logging
from datetime import timedelta
from typing import NoReturn

from chassis.core.clock import utcnow
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.retention import BATCH, delete_older
from chassis.storage.store import Store

log = logging.getLogger(__name__)


def delete_daily(store: Store, collection: str, retained: timedelta) -> NoReturn:
    """One batch. Raises RunAgainAt: at once while there is more, then tomorrow. What was deleted is logged by number."""
    now = utcnow()
    deleted = delete_older(store.database, collection, now - retained, BATCH)
    if deleted:
        log.info(
            "deleted after its retention",
            extra={"collection": collection, "documents": deleted, "before": (now - retained).isoformat()},
        )
    raise RunAgainAt(now + (timedelta() if deleted == BATCH else timedelta(days=1)))

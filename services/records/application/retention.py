"""Retention of the records of who has read people's data (thời hạn lưu lượt truy cập dữ liệu)."""

from datetime import timedelta
from typing import NoReturn

from chassis.runtime.retention import delete_daily
from chassis.storage.store import Store
from records.repository.readings import COLLECTION

READINGS = "records.readings_retention"
"""Kind of the timer that is always there."""


def delete_old_readings(store: Store, retained_days: int) -> NoReturn:
    """The run of the timer. Raises RunAgainAt."""
    delete_daily(store, COLLECTION, timedelta(days=retained_days))

"""Run the records service."""

import chassis.green  # noqa: F401  first: it makes the process cooperative
from chassis.runner import run
from records.service import RecordsService
from records.settings import RecordsSettings

run(RecordsService, RecordsSettings)

"""Run the records service."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from records.service import RecordsService
from records.settings import RecordsSettings

run(RecordsService, RecordsSettings)

"""python -m sync"""

from chassis import green  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runner import run
from sync.service import SyncService
from sync.settings import SyncSettings

run(SyncService, SyncSettings)

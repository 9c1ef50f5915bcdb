"""python -m sync"""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from sync.service import SyncService
from sync.settings import SyncSettings

run(SyncService, SyncSettings)

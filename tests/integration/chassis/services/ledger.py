"""A service under any name whose documents get a second field in a migration. Run with `python -m`.

MOTCUA_RELEASE=before runs it as it was when the migration was not yet written.
"""

from chassis import monkey_patch  # noqa: I001  must come first

import os

from chassis.runtime.service import Mongo, Service, Settings, run
from tests.integration.chassis.services.ledger_migrations import MIGRATIONS

assert monkey_patch


class LedgerService(Service):
    name = os.environ["MOTCUA_SERVICE"]
    store = Mongo(migrations=() if os.environ.get("MOTCUA_RELEASE") == "before" else MIGRATIONS)


if __name__ == "__main__":
    run(LedgerService, Settings)

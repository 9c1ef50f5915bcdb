"""The shop with a relay that dies between publishing and marking. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

import os
import signal
from typing import Any

from chassis.storage.outbox import Outbox
from chassis.runtime.service import Settings, run
from tests.integration.chassis.services.shop import ShopService

assert monkey_patch


def die(self: Outbox, rows: Any, lease: Any, session: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Outbox.mark_published = die  # type: ignore[method-assign]
    run(ShopService, Settings)

"""The shop with a relay that dies between publishing and marking. Run with `python -m`."""

from chassis import green  # noqa: I001  must come first

import os
import signal
from typing import Any

from chassis.outbox import Outbox
from chassis.runner import run
from chassis.settings import Settings
from tests.integration.chassis.services.shop import ShopService

assert green


def die(self: Outbox, rows: Any, lease: Any, session: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    Outbox.mark_published = die  # type: ignore[method-assign]
    run(ShopService, Settings)

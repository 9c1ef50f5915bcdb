"""Importing this makes the process cooperative and quick to start. It must be the first import of a service's `__main__`."""

import logging
import os
import warnings

# greendns has broken broker host names before (nameko#392, eventlet#736); `chassis.runtime.resolver` asks in threads.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

from contracts import serving  # noqa: E402, F401, I001  before all else that is large

from chassis.core.process_start import without  # noqa: E402

with without("OpenSSL"):
    import eventlet

eventlet.monkey_patch()

# Real threads write logs, too (`chassis.runtime.thread_pool`). A lock of greenlets cannot wake one of another thread, which
# then waits for ever; nobody who holds a lock of `logging` ever yields, so the real locks are right for greenlets as well.
_threading = eventlet.patcher.original("threading")
logging.threading = _threading  # type: ignore[attr-defined]
logging._lock = _threading.RLock()  # type: ignore[attr-defined]
for _handler in [ref() for ref in logging._handlerList]:  # type: ignore[attr-defined]
    _handler.createLock()

from chassis.runtime import json_only, resolver  # noqa: E402, F401

resolver.install()

"""Importing this makes the process cooperative. It must be the first import of a service's `__main__`."""

import os
import warnings

# greendns has broken broker host names before (nameko#392, eventlet#736); `chassis.runtime.resolver` asks in threads.
os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from chassis.runtime import resolver  # noqa: E402

resolver.install()

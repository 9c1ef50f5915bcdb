"""The chassis under every service: the only code that touches nameko, kombu, eventlet and driver settings."""

import sys

# pymongo tries PyOpenSSL before the `ssl` that it uses here: 3 MB of modules in each process, for nothing.
sys.modules.setdefault("pymongo.pyopenssl_context", None)  # type: ignore[arg-type]

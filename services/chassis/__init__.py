"""The chassis under every service: the only code that touches nameko, kombu, eventlet and driver settings."""

import sys

# pymongo tries PyOpenSSL before the `ssl` that it uses here: 3 MB of modules in each process, for nothing. httpx brings its
# command line along, with rich, pygments and click: 4 MB.
for _unused in ("pymongo.pyopenssl_context", "httpx._main"):
    sys.modules.setdefault(_unused, None)  # type: ignore[arg-type]

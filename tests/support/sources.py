"""The parts of the suite, for tests that read its source."""

from contracts.topology import SERVICES as OWN_DATA
from devstack.servers.mongo import REPO

SERVICES = REPO / "services"
PARTS = (*sorted(OWN_DATA), "chassis", "contracts", "gateway")
"""Whatever runs in an installation, without the command line and the simulators."""

"""Run the dossiers service."""

from chassis.runner import run

import chassis.green  # noqa: F401  first: it makes the process cooperative
from dossiers.service import DossiersService
from dossiers.settings import DossiersSettings

run(DossiersService, DossiersSettings)

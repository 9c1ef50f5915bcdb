"""Run the dossiers service."""

import chassis.green  # noqa: F401  first: it makes the process cooperative
from chassis.runner import run
from dossiers.service import DossiersService
from dossiers.settings import DossiersSettings

run(DossiersService, DossiersSettings)

"""Run the dossiers service."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from dossiers.service import DossiersService
from dossiers.settings import DossiersSettings

run(DossiersService, DossiersSettings)

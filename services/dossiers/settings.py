"""What the dossiers service reads from its environment."""

from pydantic import Field

from chassis.core.settings import Settings


class DossiersSettings(Settings):
    """How long readings are retained, beside what every service reads."""

    readings_retained_days: int = Field(default=1826, ge=365, le=36_525)
    """Days after which records of who read people's data are deleted; no law names a period, the default are five years."""

"""What the dossiers service reads from its environment."""

from chassis.core.settings import Settings


class DossiersSettings(Settings):
    """Nothing beside what every service reads."""

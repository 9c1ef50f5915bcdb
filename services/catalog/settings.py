"""Settings of the catalogue."""

from chassis.core.settings import Settings


class CatalogSettings(Settings):
    """Nothing beside what every service reads."""

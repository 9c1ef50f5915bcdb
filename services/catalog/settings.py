"""What the catalogue reads from its environment."""

from chassis.core.settings import Settings


class CatalogSettings(Settings):
    """Nothing beside what every service reads."""

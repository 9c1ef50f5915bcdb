"""Settings of the simulated archive."""

from pydantic import Field

from simulators.server import SimulatorSettings


class ArchiveSettings(SimulatorSettings):
    """Settings of the simulated archive."""

    archive_key: str = Field(repr=False, pattern="-----BEGIN .*PRIVATE KEY-----")
    """The key of its receipts in PEM."""
    archive_certificate: str = Field(pattern="-----BEGIN CERTIFICATE-----")
    """The certificate of its receipts in PEM."""
    archive_folder: str = Field(min_length=1)
    """Folder of what it has taken over."""
    archive_verifier: str = Field(min_length=1)
    """Path of the one-file verifier that is handed over with the packages."""
    archive_roots: str = ""
    """Path of certificates in PEM under which seals of packages are trusted; empty: seals are not looked at."""

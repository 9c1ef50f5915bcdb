"""Settings of the sync service."""

from typing import Self

from pydantic import Field, model_validator

from chassis.core.settings import Settings


class SyncSettings(Settings):
    """`late_sync_h`: an event reported later than this many hours after it happened is LATE_SYNC.

    `raw_kept_days`: how long items are stored as they came, for replay; refused ones twice as long.
    `prefetch`: batches may be large, so that few are held at once.
    """

    prefetch: int = Field(default=16, ge=1)
    late_sync_h: float = Field(default=24.0, gt=0)
    raw_kept_days: int = Field(default=90, ge=1)

    national_portal_url: str = ""
    """Of the national portal's API, where this Motcua is a province's own system: {national_portal_url}/login and
    /service. Empty: nothing is pushed."""
    national_portal_dstcode: str = ""
    """The routing code on the axis, in the header of every call."""
    national_portal_username: str = ""
    national_portal_password: str = Field(default="", repr=False)
    national_portal_timeout_s: float = Field(default=60.0, gt=0, le=120)
    national_portal_retry_s: float = Field(default=5.0, gt=0)
    """The first pause after a failure; it doubles up to half an hour."""
    national_portal_patience_h: float = Field(default=24.0, gt=0)
    """A dossier that could not be pushed for so long is given up until an administrator pushes it again."""

    @model_validator(mode="after")
    def require_portal_credentials(self) -> Self:
        if self.national_portal_url and not (self.national_portal_username and self.national_portal_password):
            names = "MOTCUA_NATIONAL_PORTAL_USERNAME and MOTCUA_NATIONAL_PORTAL_PASSWORD"
            raise ValueError(f"MOTCUA_NATIONAL_PORTAL_URL needs {names}")
        return self

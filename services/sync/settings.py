"""Settings of the sync service."""

from typing import Self

from pydantic import Field, model_validator

from chassis.core.setting_types import MIN_GIVEN_SECRET, OptionalUrl
from chassis.core.settings import Settings


class SyncSettings(Settings):
    """Settings of the sync service."""

    prefetch: int = Field(default=16, ge=1, le=65535)
    """Messages of a queue that the broker hands over before they are settled; batches may be large."""
    late_sync_h: float = Field(default=24.0, gt=0, le=87_600)
    """An event reported later than this many hours after it happened is LATE_SYNC."""
    raw_kept_days: int = Field(default=90, ge=1, le=36_500)
    """How long items are stored as they came, for replay, in days; refused ones twice as long."""
    national_portal_url: OptionalUrl = ""
    """Of the national portal's API, where this Motcua is a province's own system: {national_portal_url}/login and
    /service. Empty: nothing is pushed."""
    national_portal_dstcode: str = ""
    """The routing code on the axis, in the header of every call."""
    national_portal_username: str = ""
    """User at the national portal."""
    national_portal_password: str = Field(default="", repr=False)
    """Password at the national portal, of at least 8 characters."""
    national_portal_timeout_s: float = Field(default=60.0, gt=0, le=120)
    """How long a call may take, in seconds."""
    national_portal_retry_s: float = Field(default=5.0, gt=0, le=1800)
    """The first pause after a failure, in seconds; it doubles up to half an hour."""
    national_portal_patience_h: float = Field(default=24.0, gt=0, le=8760)
    """A dossier that could not be pushed for so many hours is given up until an administrator pushes it again."""

    national_portal_link_days: int = Field(default=30, ge=1, le=90)
    """How many days the addresses of papers and results hold that the national portal is given."""

    @model_validator(mode="after")
    def require_portal_credentials(self) -> Self:
        if self.national_portal_url and not (self.national_portal_username and self.national_portal_password):
            names = "MOTCUA_NATIONAL_PORTAL_USERNAME and MOTCUA_NATIONAL_PORTAL_PASSWORD"
            raise ValueError(f"MOTCUA_NATIONAL_PORTAL_URL needs {names}")
        if (
            0 < len(self.national_portal_password.strip()) < MIN_GIVEN_SECRET
            or self.national_portal_password.isspace()
        ):
            raise ValueError(
                f"MOTCUA_NATIONAL_PORTAL_PASSWORD: at least {MIN_GIVEN_SECRET} characters are needed"
            )
        return self

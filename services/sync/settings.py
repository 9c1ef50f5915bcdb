"""What the sync service reads from its environment."""

from typing import Self

from pydantic import Field, model_validator

from chassis.core.settings import Settings


class SyncSettings(Settings):
    """`late_sync_h`: an event told later than this many hours after it happened is named LATE_SYNC.

    `raw_kept_days`: how long items are kept as they came, for replay; refused ones as long again.
    `prefetch`: batches may be large, so that few are held at once.
    """

    prefetch: int = Field(default=16, ge=1)
    late_sync_h: float = Field(default=24.0, gt=0)
    raw_kept_days: int = Field(default=90, ge=1)

    portal_url: str = ""
    """Of the national portal, when this Motcua is a province's own system: {portal_url}/login and /service.
    Empty: nothing is pushed."""
    portal_dstcode: str = ""
    """The routing code on the axis, in the header of every call."""
    portal_username: str = ""
    portal_password: str = Field(default="", repr=False)
    portal_timeout_s: float = Field(default=60.0, gt=0, le=120)
    portal_retry_s: float = Field(default=5.0, gt=0)
    """The first pause after a failure; it doubles up to half an hour."""
    portal_patience_h: float = Field(default=24.0, gt=0)

    @model_validator(mode="after")
    def portal_is_whole(self) -> Self:
        if self.portal_url and not (self.portal_username and self.portal_password):
            raise ValueError("MOTCUA_PORTAL_URL needs MOTCUA_PORTAL_USERNAME and MOTCUA_PORTAL_PASSWORD")
        return self

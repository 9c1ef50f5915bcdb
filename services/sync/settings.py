"""What the sync service reads from its environment."""

from pydantic import Field

from chassis.settings import Settings


class SyncSettings(Settings):
    """`late_sync_h`: an event told later than this many hours after it happened is named LATE_SYNC.

    `raw_kept_days`: how long items are kept as they came, for replay; refused ones as long again.
    `prefetch`: batches may be large, so that few are held at once.
    """

    prefetch: int = Field(default=16, ge=1)
    late_sync_h: float = Field(default=24.0, gt=0)
    raw_kept_days: int = Field(default=90, ge=1)

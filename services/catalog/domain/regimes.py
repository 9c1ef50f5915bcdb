"""Which decree rules a dossier: the one in force on the local day of the act."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from contracts.catalog import Regime

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    return at.astimezone(VIET_NAM).date()


def in_force(regime: Regime, day: date) -> bool:
    return regime.effective_from <= day and (regime.effective_to is None or day <= regime.effective_to)


def regime_on(regimes: Iterable[Regime], at: datetime) -> Regime | None:
    """None before the first regime that we keep. Of two in force, the newer one rules."""
    day = local_day(at)
    return max(
        (regime for regime in regimes if in_force(regime, day)),
        key=lambda regime: regime.effective_from,
        default=None,
    )

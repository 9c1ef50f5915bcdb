"""Who signs decisions of an agency, remembered for some seconds: a read that shows what may be done asks records rarely."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from contracts.records import SigningPowers

FRESH_S = 10.0
"""How long they are taken for the present ones. The act itself asks records each time."""
PATIENCE_S = 1.0
"""How long a read waits for them; then it goes without."""
_CAPACITY = 2_000

Load = Callable[[], SigningPowers | None]
"""None when records does not answer."""


@dataclass(frozen=True)
class _Known:
    powers: SigningPowers | None
    until: float


class KnownPowers:
    """Of one process, by agency; those not read for longest go first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    def find(self, agency_code: str, load: Load) -> SigningPowers | None:
        """None where records did not answer: what was known before is too old to hide anything by."""
        now, known = self._clock(), self._known.get(agency_code)
        if known is None or known.until <= now:
            known = _Known(load(), self._clock() + FRESH_S)
            self._known[agency_code] = known
            while len(self._known) > _CAPACITY:
                self._known.popitem(last=False)
        self._known.move_to_end(agency_code)
        return known.powers

    def remembered(self, agency_code: str) -> SigningPowers | None:
        """None too where they are not fresh any more."""
        known = self._known.get(agency_code)
        return None if known is None or known.until <= self._clock() else known.powers

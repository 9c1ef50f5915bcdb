"""Names of officers, remembered: a read that shows them asks accounts for those alone that are not known."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

FRESH_S = 60.0
"""How long a name is taken for the present one, at most: accounts says when it changes."""
PATIENCE_S = 1.0
"""How long a read waits for names; then it goes without them."""
_PAUSE_S = 5.0
"""How long accounts is not asked again after it did not answer."""
_CAPACITY = 10_000

Load = Callable[[tuple[str, ...]], Mapping[str, str] | None]
"""The names of these accounts, of those that there are; None when accounts does not answer."""


@dataclass(frozen=True)
class _Known:
    name: str
    """Empty: there is no such account."""
    until: float


class OfficerNames:
    """Of one process, at most some thousands; those not read for longest go first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._silent_until = float("-inf")

    def find(self, account_ids: Iterable[str | None], load: Load) -> dict[str, str]:
        """By account, of those that have a name; what is out of date still counts where accounts does not answer."""
        ids = dict.fromkeys(each for each in account_ids if each)
        now = self._clock()
        missing = tuple(each for each in ids if each not in self._known or self._known[each].until <= now)
        if missing and now >= self._silent_until:
            self._take(missing, load(missing))
        return {each: known.name for each in ids if (known := self._read(each)) and known.name}

    def on_officer_changed(self, payload: Mapping[str, Any] | None) -> None:
        """Listener of `accounts.officer_changed`: the name is asked for anew; of all, where changes may have been missed."""
        ids = list(self._known) if payload is None else [str(payload.get("account_id"))]
        for account_id in ids:
            if account_id in self._known:
                self._known[account_id] = replace(self._known[account_id], until=float("-inf"))

    def _take(self, missing: tuple[str, ...], found: Mapping[str, str] | None) -> None:
        now = self._clock()
        if found is None:
            self._silent_until = now + _PAUSE_S
            return
        for account_id in missing:
            self._known[account_id] = _Known(found.get(account_id, ""), now + FRESH_S)
            self._known.move_to_end(account_id)
        while len(self._known) > _CAPACITY:
            self._known.popitem(last=False)

    def _read(self, account_id: str) -> _Known | None:
        known = self._known.get(account_id)
        if known is not None:
            self._known.move_to_end(account_id)
        return known

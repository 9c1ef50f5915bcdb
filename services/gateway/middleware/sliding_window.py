"""How often a caller may come: a sliding window of one minute in two counters per key.

The counters are in the memory of the process: they cannot be down, a restart forgets them, and with n
replicas behind a balancer a caller may come n times as often. The cost of a hit does not grow with the
number of callers, and the number of remembered callers is bounded.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

WINDOW_S = 60
MAX_KEYS = 100_000


@dataclass(frozen=True)
class RatePolicy:
    """`limit` requests a minute; `name` is shown in RateLimit-Policy."""

    name: str
    limit: int


@dataclass(frozen=True)
class RateDecision:
    """`remaining` requests now; `reset_s` whole seconds until there is room for more."""

    policy: RatePolicy
    allowed: bool
    remaining: int
    reset_s: int

    @property
    def policy_header(self) -> str:
        return f'"{self.policy.name}";q={self.policy.limit};w={WINDOW_S}'

    @property
    def limit_header(self) -> str:
        return f'"{self.policy.name}";r={self.remaining};t={self.reset_s}'


@dataclass
class HitCounter:
    """Hits of the running minute and of the one before."""

    minute: int
    previous: int = 0
    current: int = 0

    def roll_over(self, minute: int) -> None:
        if minute != self.minute:
            self.previous = self.current if minute == self.minute + 1 else 0
            self.minute, self.current = minute, 0


class SlidingWindowLimiter:
    """Counts hits by policy and key. The hits of the minute before weigh less as this one goes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: OrderedDict[tuple[str, str], HitCounter] = OrderedDict()

    def hit(self, policy: RatePolicy, key: str) -> RateDecision:
        """Count one request. A refused one is not counted."""
        minute, passed = divmod(self._clock(), WINDOW_S)
        window = self._window((policy.name, key), int(minute))
        used = window.previous * (1 - passed / WINDOW_S) + window.current
        if used + 1 > policy.limit:
            return RateDecision(policy, False, 0, _wait(window, passed, policy.limit))
        window.current += 1
        return RateDecision(policy, True, int(policy.limit - used - 1), math.ceil(WINDOW_S - passed))

    def _window(self, key: tuple[str, str], minute: int) -> HitCounter:
        window = self._windows.pop(key, None) or HitCounter(minute)
        window.roll_over(minute)
        self._windows[key] = window
        if len(self._windows) > MAX_KEYS:
            self._windows.popitem(last=False)
        return window


def _wait(window: HitCounter, passed: float, limit: int) -> int:
    """Whole seconds until one more request fits."""
    if window.current < limit and window.previous:
        room_at = WINDOW_S * (1 - (limit - 1 - window.current) / window.previous)
        return max(1, math.ceil(room_at - passed))
    return max(1, math.ceil(WINDOW_S - passed + WINDOW_S * (1 - (limit - 1) / max(window.current, 1))))


@lru_cache(maxsize=4096)
def client_key(host: str) -> str:
    """One key per client: an IPv4 address, also where IPv6 writes it (`::ffff:192.0.2.1`), or the /64 that an IPv6 client
    can choose addresses from."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))

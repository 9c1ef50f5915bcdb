"""Retry tiers: the delays between two attempts at an event, each a queue of the broker."""

import os
import re
from dataclasses import dataclass
from typing import Self

VARIABLE = "MOTCUA_RETRY_TIERS"
DEFAULT = "5s,30s,2m,10m,1h"

_MILLISECONDS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}
_DURATION = re.compile(r"^([1-9][0-9]{0,5})(ms|s|m|h)$")


@dataclass(frozen=True)
class RetryTier:
    """One delay; its exchange and its queue have the same name."""

    name: str
    delay_ms: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "5s", "200ms", "2m", "1h". Raises ValueError."""
        match = _DURATION.match(text.strip())
        if match is None:
            raise ValueError(f"{VARIABLE}: {text!r} is no delay like 5s, 2m or 1h")
        return cls(match[0], int(match[1]) * _MILLISECONDS[match[2]])

    @property
    def exchange(self) -> str:
        return f"retry.{self.name}"


RetryTiers = tuple[RetryTier, ...]


def parse_tiers(text: str) -> RetryTiers:
    """From "5s,30s,2m". Raises ValueError."""
    return tuple(RetryTier.parse(part) for part in text.split(","))


def tiers_from_environment() -> RetryTiers:
    """The tiers of this installation: every service and the topology must be given the same."""
    return parse_tiers(os.environ.get(VARIABLE, DEFAULT))

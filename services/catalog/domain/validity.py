"""Validity (hiệu lực): local days on which something holds, both ends included."""

from datetime import date
from typing import Protocol


class HasValidity(Protocol):
    """None: without beginning, without end."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


def holds(thing: HasValidity, day: date) -> bool:
    """Whether it holds on a day."""
    return not begins_after(thing, day) and not has_ended(thing, day)


def begins_after(thing: HasValidity, day: date) -> bool:
    """On that day it has not begun."""
    return thing.valid_from is not None and thing.valid_from > day


def has_ended(thing: HasValidity, day: date) -> bool:
    """On that day it was over already."""
    return thing.valid_to is not None and thing.valid_to < day


def runs_backwards(thing: HasValidity) -> bool:
    """Whether it ends before it begins."""
    return thing.valid_from is not None and has_ended(thing, thing.valid_from)


def overlap(one: HasValidity, other: HasValidity) -> bool:
    """Whether there is a day on which both hold."""
    firsts = [thing.valid_from for thing in (one, other) if thing.valid_from is not None]
    lasts = [thing.valid_to for thing in (one, other) if thing.valid_to is not None]
    return not firsts or not lasts or max(firsts) <= min(lasts)

"""Administrative units (đơn vị hành chính): what may be imported, and what a unit became."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from catalog.domain.validity import has_ended, holds, overlap, runs_backwards
from contracts.catalog import AdminUnit

RejectionReasons = dict[str, tuple[str, ...]]
"""By the id of a unit: why it is rejected."""


def rejection_reasons(
    batch: Sequence[AdminUnit], stored: Sequence[AdminUnit], existing_ids: frozenset[str]
) -> RejectionReasons:
    """Why units of a batch cannot be stored; those that refer to a rejected one are rejected too.

    `stored` are the stored units with a code of the batch; `existing_ids` the ids that the batch names and that exist.
    """
    new = {unit.unit_id: unit for unit in batch}
    same_code = _by_code([unit for unit in stored if unit.unit_id not in new], batch)
    repeated = _repeated(batch)
    found = {unit.unit_id: tuple(_own_faults(unit, same_code[unit.code], repeated)) for unit in batch}
    rejected = {unit_id: reasons for unit_id, reasons in found.items() if reasons}
    while orphans := _orphans(new, rejected, existing_ids):
        rejected |= orphans
    return rejected


def _own_faults(unit: AdminUnit, same_code: Sequence[AdminUnit], repeated: frozenset[str]) -> Iterator[str]:
    if unit.unit_id in repeated:
        yield f"duplicate_id: {unit.unit_id} occurs twice"
    if runs_backwards(unit):
        yield "backwards: its end is before its beginning"
    others = [other for other in same_code if other.unit_id != unit.unit_id and overlap(unit, other)]
    if others:
        yield f"duplicate_code: {unit.code} is {others[0].unit_id} at the same time"


def _orphans(
    new: Mapping[str, AdminUnit], rejected: RejectionReasons, existing_ids: frozenset[str]
) -> RejectionReasons:
    sound = {unit_id for unit_id in new if unit_id not in rejected} | (existing_ids - rejected.keys())
    found = {unit_id: tuple(_missing(new[unit_id], sound)) for unit_id in new if unit_id in sound}
    return {unit_id: reasons for unit_id, reasons in found.items() if reasons}


def _missing(unit: AdminUnit, sound: set[str]) -> Iterator[str]:
    if unit.parent_id is not None and unit.parent_id not in sound:
        yield f"unknown_parent: {unit.parent_id}"
    yield from (f"unknown_successor: {other}" for other in unit.successor_ids if other not in sound)


def _by_code(*groups: Sequence[AdminUnit]) -> defaultdict[str, list[AdminUnit]]:
    found: defaultdict[str, list[AdminUnit]] = defaultdict(list)
    for units in groups:
        for unit in units:
            found[unit.code].append(unit)
    return found


def _repeated(batch: Sequence[AdminUnit]) -> frozenset[str]:
    times = Counter(unit.unit_id for unit in batch)
    return frozenset(unit_id for unit_id, number in times.items() if number > 1)


def referenced_ids(batch: Sequence[AdminUnit]) -> set[str]:
    """The ids of parents and successors that a batch names."""
    parents = {unit.parent_id for unit in batch if unit.parent_id is not None}
    return parents | {unit_id for unit in batch for unit_id in unit.successor_ids}


def follow(units: Sequence[AdminUnit], day: date) -> tuple[list[AdminUnit], set[str]]:
    """One step of a trace: the units that hold on the day, and the ids of what the ended ones became."""
    standing = [unit for unit in units if holds(unit, day)]
    onward = {unit_id for unit in units if has_ended(unit, day) for unit_id in unit.successor_ids}
    return standing, onward

"""Agencies (cơ quan) as a tree: what may be written, and who does an agency's work on a day."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.domain.validity import has_ended, holds, runs_backwards
from contracts.agency_codes import canonical
from contracts.catalog import Agency
from contracts.errors import FieldError
from contracts.field_error_messages import wrong_field
from contracts.text import fold_words

CODE_START = re.compile(r"[A-Z]?[0-9]{1,3}(\.[A-Z]?[0-9]{0,3})*")
MAX_DEPTH = 10
"""Levels of the tree, and steps of succession, that are followed."""


@dataclass(frozen=True)
class AgencyQuery:
    """What a person typed: folded words of a name, the start of a code, or both."""

    words: tuple[str, ...]
    code: str | None

    @property
    def searchable(self) -> bool:
        """False for a text without a letter or digit."""
        return bool(self.words) or self.code is not None


def parse_agency_query(q: str) -> AgencyQuery:
    """Words and the start of a code, as far as the text has them."""
    code = q.upper()
    return AgencyQuery(tuple(dict.fromkeys(fold_words(q))), code if CODE_START.fullmatch(code) else None)


def canonical_codes(agency: Agency) -> list[str]:
    """All codes of an agency, each in its one spelling."""
    return sorted({canonical(code) for code in (agency.code, *agency.other_codes)})


@dataclass(frozen=True)
class StoredAgencies:
    """What a batch is checked against: parents by code, the owner of each code of the batch, and existing calendars."""

    parents: Mapping[str, str | None]
    owners: Mapping[str, str]
    calendar_ids: frozenset[str]


def agency_faults(batch: Sequence[Agency], stored: StoredAgencies) -> Iterator[FieldError]:
    """The faults of a batch, which is written as a whole or not at all."""
    parents = {**stored.parents, **{agency.code: agency.parent_code for agency in batch}}
    claims = Counter(key for agency in batch for key in canonical_codes(agency))
    for number, agency in enumerate(batch):
        for field, code in _faults(agency, parents, claims, stored):
            yield wrong_field(f"/agencies/{number}/{field}", code)


def _faults(
    agency: Agency, parents: Mapping[str, str | None], claims: Counter[str], stored: StoredAgencies
) -> Iterator[tuple[str, str]]:
    if any(claims[key] > 1 for key in canonical_codes(agency)):
        yield "code", "repeated"
    if any(stored.owners.get(key, agency.code) != agency.code for key in canonical_codes(agency)):
        yield "other_codes", "taken"
    yield from _tree_faults(agency, parents)
    if agency.calendar_id is not None and agency.calendar_id not in stored.calendar_ids:
        yield "calendar_id", "unknown_code"
    if runs_backwards(agency):
        yield "valid_to", "backwards"


def _tree_faults(agency: Agency, parents: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    if agency.parent_code is not None and agency.parent_code not in parents:
        yield "parent_code", "unknown_code"
    elif _is_above_itself(agency.code, parents):
        yield "parent_code", "cycle"
    if agency.successor_code is not None and agency.successor_code not in parents:
        yield "successor_code", "unknown_code"
    elif agency.successor_code == agency.code:
        yield "successor_code", "cycle"


def _is_above_itself(code: str, parents: Mapping[str, str | None]) -> bool:
    """A chain that is longer than the tree may be deep is taken for a loop too."""
    above = parents.get(code)
    for _ in range(MAX_DEPTH):
        if above is None:
            return False
        above = parents.get(above)
    return True


def agency_or_successor(agency: Agency, day: date, stored: Mapping[str, Agency]) -> Agency | None:
    """The agency, or the one that took over from it by that day; None without one."""
    found: Agency | None = agency
    for _ in range(MAX_DEPTH):
        if found is None or holds(found, day):
            return found
        ended = has_ended(found, day) and found.successor_code is not None
        found = stored.get(found.successor_code or "") if ended else None
    return None

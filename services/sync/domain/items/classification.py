"""What an item changes, given what is known of its dossier."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from contracts.sync import Anomaly, ItemOutcome
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.lifecycle import is_legal, undated_stands

MAX_ITEMS_PER_DOSSIER = 1000
"""A dossier has some dozens; a sender that goes past this is caught in a loop."""


class Write(Enum):
    """What is stored of an item."""

    NOTHING = 0
    ALL = 1  # it came for the first time
    AGAIN = 2  # it came before: only that it is the latest of its moment now
    BACK = 3  # it came before and another stood since: what it says counts again


@dataclass(slots=True)
class KnownDossier:
    """A dossier as far as the classification of an item needs it.

    `seen` are the digests of the items that came before; `content_at` and `content_digest` the sequence (see
    `parsed_item.sequence`) and the digest of the item whose content stands, empty while there is none; `dated` and
    `undated` the latest statuses with and without a moment of their own, each with its sequence; `last_received_at` is the
    latest arrival of what came.
    """

    seen: set[bytes] = field(default_factory=set)
    content_at: str = ""
    content_digest: bytes = b""
    dated: tuple[str, int] | None = None
    undated: tuple[str, int] | None = None
    items: int = 0
    last_received_at: datetime | None = None

    @property
    def has_content(self) -> bool:
        return bool(self.content_at)

    @property
    def status(self) -> int | None:
        register = self.undated if undated_stands(self.dated, self.undated) else self.dated
        return register and register[1]

    def apply(self, item: ParsedItem, digest: bytes) -> None:
        """Become the dossier after the item."""
        if digest not in self.seen:
            self.seen.add(digest)
            self.items += 1
        if item.content is not None and item.sequence > self.content_at:
            self.content_at, self.content_digest = item.sequence, digest
        self.dated, self.undated = self._registers_after(item)
        self.last_received_at = max(self.last_received_at or item.arrived_at, item.arrived_at)

    def counts(self, item: ParsedItem) -> bool:
        """Whether the item's status is the one that stands after it."""
        dated, undated = self._registers_after(item)
        stands = undated if undated_stands(dated, undated) else dated
        return stands == (item.sequence, item.status)

    def was_overtaken(self, item: ParsedItem) -> bool:
        """Whether a line of the course that came before may have come earlier than is known: one without a moment, or one
        that is worked on after what arrived later."""
        if item.progress is None:
            return False
        last = self.last_received_at
        return not item.dated or (last is not None and item.arrived_at < last)

    def latest(self, item: ParsedItem) -> str:
        """The sequence of the latest status of the item's kind, "" where there is none."""
        register = self.dated if item.dated else self.undated
        return register[0] if register else ""

    def _registers_after(self, item: ParsedItem) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
        if item.status is None or item.sequence <= self.latest(item):
            return self.dated, self.undated
        status = (item.sequence, item.status)
        return (status, self.undated) if item.dated else (self.dated, status)


class DossierExistsError(Exception):
    """Raised for a dossier sent as new that is known with other content."""


class TooManyItemsError(Exception):
    """Raised for a dossier that has MAX_ITEMS_PER_DOSSIER items."""


def classify(
    item: ParsedItem, digest: bytes, known: KnownDossier, updating: bool
) -> tuple[ItemOutcome, Write]:
    """STORED, UPDATED, UNCHANGED or STALE, and what is to be stored; adds anomalies to the item.

    Raises DossierExistsError, TooManyItemsError.
    """
    if digest in known.seen:
        return _classify_again(item, digest, known, updating)
    if item.content is not None and known.has_content and not updating:
        raise DossierExistsError
    if known.items >= MAX_ITEMS_PER_DOSSIER:
        raise TooManyItemsError
    _add_course_anomalies(item, known)
    return _outcome(item, known), Write.ALL


def _classify_again(
    item: ParsedItem, digest: bytes, known: KnownDossier, updating: bool
) -> tuple[ItemOutcome, Write]:
    """Of an item that came before. What stands is there already; what another has replaced since comes back, unless
    that has a later moment."""
    if item.content is not None and known.content_digest != digest:
        if not updating:
            return _stale(item), Write.NOTHING
        if item.sequence < known.content_at:
            latest = item.status is not None and item.sequence > known.latest(item)
            return _stale(item), Write.AGAIN if latest else Write.NOTHING
        _add_course_anomalies(item, known)
        return ItemOutcome.UPDATED, Write.BACK
    if item.content is not None:
        later = item.sequence > known.content_at
    else:
        later = item.status is not None and item.sequence > known.latest(item)
    if not later:
        return ItemOutcome.UNCHANGED, Write.AGAIN if known.was_overtaken(item) else Write.NOTHING
    if item.content is not None or item.status == known.status or not known.counts(item):
        return ItemOutcome.UNCHANGED, Write.AGAIN
    _add_course_anomalies(item, known)
    return ItemOutcome.UPDATED, Write.BACK


def _add_course_anomalies(item: ParsedItem, known: KnownDossier) -> None:
    if item.content is None and not known.items:
        item.anomalies.append(Anomaly.UNKNOWN_DOSSIER)
    before = known.status
    if item.status is None or before is None:
        return
    if not known.counts(item):
        if known.has_content and item.content is not None and item.status != before:
            _stale(item)
        return
    if not is_legal(before, item.status):
        item.anomalies.append(Anomaly.ILLEGAL_TRANSITION)


def _outcome(item: ParsedItem, known: KnownDossier) -> ItemOutcome:
    if _is_stale(item, known):
        return _stale(item)
    first = not known.has_content if item.content is not None else True
    return ItemOutcome.STORED if first else ItemOutcome.UPDATED


def _is_stale(item: ParsedItem, known: KnownDossier) -> bool:
    if item.content is not None:
        return item.sequence < known.content_at
    if item.status is None:
        return item.sequence < known.latest(item)
    return not known.counts(item)


def _stale(item: ParsedItem) -> ItemOutcome:
    if Anomaly.STALE not in item.anomalies:
        item.anomalies.append(Anomaly.STALE)
    return ItemOutcome.STALE

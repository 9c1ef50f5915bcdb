"""What an item changes, given what is known of its dossier."""

from dataclasses import dataclass, field

from contracts.sync import Anomaly, ItemOutcome
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.lifecycle import is_legal

MAX_ITEMS_PER_DOSSIER = 1000
"""Of one dossier. A life has some dozens; a sender that goes past this is caught in a loop."""


@dataclass(slots=True)
class KnownDossier:
    """A dossier as far as an item must know it. `seen` are the digests of the items that came before."""

    seen: set[bytes] = field(default_factory=set)
    content_at: str = ""
    status_at: str = ""
    status: int | None = None
    items: int = 0

    @property
    def has_content(self) -> bool:
        return bool(self.content_at)

    def apply(self, told: ParsedItem, digest: bytes) -> None:
        """As the dossier is after the item."""
        self.seen.add(digest)
        self.items += 1
        if told.content is not None:
            self.content_at = max(self.content_at, told.sequence)
        if told.status is not None and told.sequence > self.status_at:
            self.status, self.status_at = told.status, told.sequence


class DossierExists(Exception):
    """Raised when a dossier is told as new that is known with other content."""


class TooManyItems(Exception):
    """Raised when a dossier has more items than any life can have."""


def classify(told: ParsedItem, digest: bytes, known: KnownDossier, updating: bool) -> ItemOutcome:
    """STORED, UPDATED, UNCHANGED or STALE; adds what is odd to the item. Raises Exists, TooMany."""
    if digest in known.seen:
        return ItemOutcome.UNCHANGED
    if told.content is not None and known.has_content and not updating:
        raise DossierExists
    if known.items >= MAX_ITEMS_PER_DOSSIER:
        raise TooManyItems
    _add_course_anomalies(told, known)
    return _outcome(told, known)


def _add_course_anomalies(told: ParsedItem, known: KnownDossier) -> None:
    if told.content is None and not known.items:
        told.anomalies.append(Anomaly.UNKNOWN_DOSSIER)
    if told.status is None or known.status is None or told.sequence < known.status_at:
        return
    if not is_legal(known.status, told.status):
        told.anomalies.append(Anomaly.ILLEGAL_TRANSITION)


def _outcome(told: ParsedItem, known: KnownDossier) -> ItemOutcome:
    later = known.content_at if told.content is not None else known.status_at
    if told.sequence < later:
        told.anomalies.append(Anomaly.STALE)
        return ItemOutcome.STALE
    first = not known.has_content if told.content is not None else True
    return ItemOutcome.STORED if first else ItemOutcome.UPDATED

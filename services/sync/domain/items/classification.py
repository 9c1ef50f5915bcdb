"""What an item changes, given what is known of its dossier."""

from dataclasses import dataclass, field

from contracts.sync import Anomaly, ItemOutcome
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.lifecycle import is_legal

MAX_ITEMS_PER_DOSSIER = 1000
"""A dossier has some dozens; a sender that goes past this is caught in a loop."""


@dataclass(slots=True)
class KnownDossier:
    """A dossier as far as the classification of an item needs it.

    `seen` are the digests of the items that came before; `content_at` and `status_at` the sequences (see
    `parsed_item.sequence`) of its content and of its status, empty while there is none.
    """

    seen: set[bytes] = field(default_factory=set)
    content_at: str = ""
    status_at: str = ""
    status: int | None = None
    items: int = 0

    @property
    def has_content(self) -> bool:
        return bool(self.content_at)

    def apply(self, item: ParsedItem, digest: bytes) -> None:
        """Become the dossier after the item."""
        self.seen.add(digest)
        self.items += 1
        if item.content is not None:
            self.content_at = max(self.content_at, item.sequence)
        if item.status is not None and item.sequence > self.status_at:
            self.status, self.status_at = item.status, item.sequence


class DossierExistsError(Exception):
    """Raised for a dossier sent as new that is known with other content."""


class TooManyItemsError(Exception):
    """Raised for a dossier that has MAX_ITEMS_PER_DOSSIER items."""


def classify(item: ParsedItem, digest: bytes, known: KnownDossier, updating: bool) -> ItemOutcome:
    """STORED, UPDATED, UNCHANGED or STALE; adds anomalies to the item. Raises DossierExistsError, TooManyItemsError."""
    if digest in known.seen:
        return ItemOutcome.UNCHANGED
    if item.content is not None and known.has_content and not updating:
        raise DossierExistsError
    if known.items >= MAX_ITEMS_PER_DOSSIER:
        raise TooManyItemsError
    _add_course_anomalies(item, known)
    return _outcome(item, known)


def _add_course_anomalies(item: ParsedItem, known: KnownDossier) -> None:
    if item.content is None and not known.items:
        item.anomalies.append(Anomaly.UNKNOWN_DOSSIER)
    if item.status is None or known.status is None or item.sequence < known.status_at:
        return
    if not is_legal(known.status, item.status):
        item.anomalies.append(Anomaly.ILLEGAL_TRANSITION)


def _outcome(item: ParsedItem, known: KnownDossier) -> ItemOutcome:
    later = known.content_at if item.content is not None else known.status_at
    if item.sequence < later:
        item.anomalies.append(Anomaly.STALE)
        return ItemOutcome.STALE
    first = not known.has_content if item.content is not None else True
    return ItemOutcome.STORED if first else ItemOutcome.UPDATED

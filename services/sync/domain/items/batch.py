"""A batch of items (một lô đồng bộ): encoded, parsed, classified, answered. Pure; the receiver does the storing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from contracts.sync import Anomaly, BatchKind, BatchReceipt, ItemOutcome, ItemResult
from sync.domain.items import classification, result_codes
from sync.domain.items.classification import KnownDossier, Write
from sync.domain.items.item_parser import ItemParser
from sync.domain.items.parsed_item import ParsedItem, UnreadableItemError

DIGEST_BYTES = 12
MAX_DOSSIER_BYTES = 256 * 1024
"""Of an item that holds a whole dossier: far above any honest one, since files come by reference."""
MAX_PROGRESS_BYTES = 8 * 1024
"""Of a progress line: all lines of a dossier must fit into one document."""
_WHOLE_DOSSIERS = (BatchKind.DOSSIERS, BatchKind.NEW_DOSSIERS)


@dataclass(frozen=True)
class BatchHeader:
    """Who sent a batch (`sender`, an agency code), as what, for which unit (madonvi), and when it arrived (UTC)."""

    sender: str
    kind: BatchKind
    unit_code: str
    updating: bool
    arrived_at: datetime


@dataclass(slots=True)
class BatchItem:
    """One item: its JSON value, its canonical bytes and their digest, what it says, and its answer."""

    index: int
    value: Any
    raw: bytes
    digest: bytes
    parsed: ParsedItem | None = None
    code: str = ""
    outcome: ItemOutcome = ItemOutcome.REFUSED
    error_code: int = result_codes.REJECTED
    message: str = ""
    anomalies: list[Anomaly] = field(default_factory=list)
    replayable: bool = False
    write: Write = Write.NOTHING

    def refuse(self, error_code: int, message: str, *anomalies: Anomaly, replayable: bool = True) -> None:
        """Refused; a `replayable` one is stored as it came, to be replayed when what was wrong is put right."""
        self.outcome, self.error_code, self.message = ItemOutcome.REFUSED, error_code, message
        self.anomalies, self.replayable = list(anomalies), replayable

    def accept(self, outcome: ItemOutcome) -> None:
        """STORED, UPDATED, UNCHANGED or STALE. Only what changes something has anomalies."""
        self.outcome, self.error_code, self.message = outcome, result_codes.OK, result_codes.MESSAGES[outcome]
        changes = outcome is not ItemOutcome.UNCHANGED and self.parsed is not None
        self.anomalies = self.parsed.anomalies if changes and self.parsed is not None else []

    def parse(self, parser: ItemParser, max_bytes: int) -> None:
        """Sets `parsed`, or refuses the item as malformed, of a bad code or of another agency."""
        self.code = _code_as_sent(self.value)
        try:
            if len(self.raw) > max_bytes:
                raise UnreadableItemError(Anomaly.MALFORMED, result_codes.TOO_LARGE)
            self.parsed = parser.parse(self.value, self.index)
            self.code = self.parsed.code
        except UnreadableItemError as error:
            self.refuse(result_codes.code_of(error.anomaly), error.message, error.anomaly)

    def classify(self, parsed: ParsedItem, known: KnownDossier, updating: bool) -> bool:
        """Whether anything of it is to be written; if so, `known` is the dossier after it."""
        try:
            outcome, self.write = classification.classify(parsed, self.digest, known, updating)
        except classification.DossierExistsError:
            self.refuse(result_codes.EXISTS, result_codes.ALREADY_EXISTS, replayable=False)
            return False
        except classification.TooManyItemsError:
            self.refuse(result_codes.REJECTED, result_codes.TOO_MANY, Anomaly.MALFORMED)
            return False
        self.accept(outcome)
        if self.write is Write.NOTHING:
            return False
        known.apply(parsed, self.digest)
        return True

    def result(self) -> ItemResult:
        return ItemResult.model_construct(
            index=self.index, code=self.code, outcome=self.outcome, error_code=self.error_code,
            message=self.message, anomalies=tuple(self.anomalies),
        )  # fmt: skip


class Batch:
    """The items of one batch, in their order. Every item has an answer at any time: refused until it is accepted."""

    def __init__(self, header: BatchHeader, values: Iterable[Any]) -> None:
        """`values` are JSON values of any shape."""
        self.header = header
        self.items = [_item(header.kind, index, value) for index, value in enumerate(values)]

    def raw(self) -> bytes:
        """The JSON text of the list of items."""
        return b"[" + b",".join(item.raw for item in self.items) + b"]"

    def parse(self, parser: ItemParser) -> None:
        max_bytes = MAX_DOSSIER_BYTES if self.header.kind in _WHOLE_DOSSIERS else MAX_PROGRESS_BYTES
        for item in self.items:
            item.parse(parser, max_bytes)

    def refuse_all(self, error_code: int, message: str, anomaly: Anomaly) -> None:
        for item in self.items:
            item.refuse(error_code, message, anomaly)

    def codes(self) -> set[str]:
        """Of the dossiers that the readable items speak of."""
        return {item.code for item in self.items if item.parsed is not None}

    def classify(self, known: Mapping[str, KnownDossier]) -> list[BatchItem]:
        """The items of which something is to be written. Items of one dossier see those before them."""
        dossiers = dict(known)
        return [item for item in self.items if self._changes(item, dossiers)]

    def _changes(self, item: BatchItem, dossiers: dict[str, KnownDossier]) -> bool:
        if item.parsed is None:
            return False
        dossier = dossiers.get(item.code)
        if dossier is None:
            dossier = dossiers[item.code] = KnownDossier()
        return item.classify(item.parsed, dossier, self.header.updating)

    def refused(self) -> list[BatchItem]:
        """Those to be stored for a replay."""
        return [item for item in self.items if item.replayable]

    def outcomes(self) -> Counter[ItemOutcome]:
        return Counter(item.outcome for item in self.items)

    def anomalies(self) -> Counter[Anomaly]:
        return Counter(anomaly for item in self.items for anomaly in item.anomalies)

    def receipt(self) -> BatchReceipt:
        outcomes = self.outcomes()
        unchanged, refused = outcomes[ItemOutcome.UNCHANGED], outcomes[ItemOutcome.REFUSED]
        return BatchReceipt.model_construct(
            received=len(self.items),
            stored=len(self.items) - unchanged - refused,
            unchanged=unchanged,
            refused=refused,
            results=tuple(item.result() for item in self.items),
        )


def digest_of(kind: BatchKind, raw: bytes) -> bytes:
    """Identifies an item by its content: 96 bits of SHA-256, compared among the items of one dossier only."""
    return hashlib.sha256(kind.encode() + raw).digest()[:DIGEST_BYTES]


def _item(kind: BatchKind, index: int, value: Any) -> BatchItem:
    raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return BatchItem(index, value, raw, digest_of(kind, raw))


def _code_as_sent(value: Any) -> str:
    """For the answer to a refused item: what the sender will look for."""
    code = value.get("MaHoSo") if isinstance(value, dict) else None
    return code[:64] if isinstance(code, str) else ""

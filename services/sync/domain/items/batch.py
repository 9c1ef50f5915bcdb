"""One batch on its way: what each item tells, what it changes, what is answered."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from contracts.sync import Anomaly, BatchKind, BatchReceipt, ItemOutcome, ItemResult
from sync.domain.items import classification, result_codes
from sync.domain.items.classification import KnownDossier
from sync.domain.items.item_parser import ItemParser
from sync.domain.items.parsed_item import ParsedItem, UnreadableItem

DIGEST_BYTES = 12
MAX_DOSSIER_BYTES = 256 * 1024
"""Of a dossier: far above any honest one, files come by reference."""
MAX_PROGRESS_BYTES = 8 * 1024
"""Of its course: all lines of a dossier must fit into one document."""
_WHOLE = (BatchKind.DOSSIERS, BatchKind.NEW_DOSSIERS)


def digest(kind: BatchKind, item: bytes) -> bytes:
    """Names an item by its content. 96 bits, compared among the items of one dossier only."""
    return hashlib.sha256(kind.encode() + item).digest()[:DIGEST_BYTES]


@dataclass(slots=True)
class BatchItem:
    """One item: as it came, what it tells, and how it ended."""

    index: int
    raw: bytes
    digest: bytes
    told: ParsedItem | None = None
    code: str = ""
    outcome: ItemOutcome = ItemOutcome.REFUSED
    error_code: int = result_codes.BAD
    message: str = ""
    anomalies: list[Anomaly] = field(default_factory=list)
    is_dead: bool = False

    def refuse(self, error_code: int, message: str, *anomalies: Anomaly, dead: bool = True) -> None:
        self.outcome, self.error_code, self.message = ItemOutcome.REFUSED, error_code, message
        self.anomalies, self.is_dead = list(anomalies), dead

    def settle(self, outcome: ItemOutcome) -> None:
        self.outcome, self.error_code, self.message = outcome, result_codes.OK, result_codes.MESSAGES[outcome]
        if outcome is not ItemOutcome.UNCHANGED and self.told is not None:
            self.anomalies = self.told.anomalies

    def result(self) -> ItemResult:
        return ItemResult.model_construct(
            index=self.index, code=self.code, outcome=self.outcome, error_code=self.error_code,
            message=self.message, anomalies=tuple(self.anomalies),
        )  # fmt: skip


def batch_items(kind: BatchKind, items: tuple[Any, ...]) -> list[BatchItem]:
    entries = []
    for index, item in enumerate(items):
        raw = orjson.dumps(item, option=orjson.OPT_SORT_KEYS)
        entries.append(BatchItem(index, raw, digest(kind, raw)))
    return entries


def read(kind: BatchKind, entries: list[BatchItem], items: tuple[Any, ...], reader: ItemParser) -> None:
    most = MAX_DOSSIER_BYTES if kind in _WHOLE else MAX_PROGRESS_BYTES
    for entry, item in zip(entries, items, strict=True):
        entry.code = _code_as_sent(item)
        try:
            if len(entry.raw) > most:
                raise UnreadableItem(Anomaly.MALFORMED, "mục quá lớn")
            entry.told = reader.parse(item, entry.index)
            entry.code = entry.told.code
        except UnreadableItem as fault:
            entry.refuse(result_codes.code_of(fault.anomaly), fault.words, fault.anomaly)


def classify_all(entries: list[BatchItem], known: dict[str, KnownDossier], updating: bool) -> list[BatchItem]:
    """Those that change something, to be written. Items of one dossier see those before them."""
    changing = []
    for entry in entries:
        if entry.told is None:
            continue
        dossier = known.get(entry.code)
        if dossier is None:
            dossier = known[entry.code] = KnownDossier()
        if _judge(entry, entry.told, dossier, updating):
            dossier.apply(entry.told, entry.digest)
            changing.append(entry)
    return changing


def _judge(entry: BatchItem, told: ParsedItem, known: KnownDossier, updating: bool) -> bool:
    try:
        outcome = classification.classify(told, entry.digest, known, updating)
    except classification.DossierExists:
        entry.refuse(result_codes.EXISTS, result_codes.ALREADY_THERE, dead=False)
        return False
    except classification.TooManyItems:
        entry.refuse(result_codes.BAD, result_codes.TOO_MANY, Anomaly.MALFORMED)
        return False
    entry.settle(outcome)
    return outcome is not ItemOutcome.UNCHANGED


def receipt(entries: list[BatchItem]) -> BatchReceipt:
    outcomes = Counter(entry.outcome for entry in entries)
    unchanged, refused = outcomes[ItemOutcome.UNCHANGED], outcomes[ItemOutcome.REFUSED]
    return BatchReceipt.model_construct(
        received=len(entries),
        stored=len(entries) - unchanged - refused,
        unchanged=unchanged,
        refused=refused,
        results=tuple(entry.result() for entry in entries),
    )


def anomalies(entries: list[BatchItem]) -> Counter[Anomaly]:
    return Counter(anomaly for entry in entries for anomaly in entry.anomalies)


def _code_as_sent(item: Any) -> str:
    """For the answer to a refused item: what the sender will look for."""
    code = item.get("MaHoSo") if isinstance(item, dict) else None
    return code[:64] if isinstance(code, str) else ""


def json_list(entries: list[BatchItem]) -> bytes:
    return b"[" + b",".join(entry.raw for entry in entries) + b"]"


@dataclass(frozen=True)
class BatchHeader:
    """Who sent a batch, as what, and when it arrived."""

    sender: str
    kind: BatchKind
    unit_code: str
    updating: bool
    arrived_at: datetime

"""From an item of any kind to what it tells."""

from collections.abc import Callable, Container
from datetime import datetime, timedelta
from typing import Any

from contracts.agency_codes import is_within
from contracts.sync import Anomaly, BatchKind
from sync.domain.dossier_codes import unit_of
from sync.domain.items import dossier_items, new_dossier_items, progress_items
from sync.domain.items.parsed_item import ParsedItem, UnreadableItem
from sync.domain.items.raw_item import RawItem

PARSERS: dict[BatchKind, Callable[[RawItem], ParsedItem]] = {
    BatchKind.DOSSIERS: dossier_items.parse,
    BatchKind.PROGRESS: progress_items.parse_progress,
    BatchKind.STATUSES: progress_items.parse_status,
    BatchKind.NEW_DOSSIERS: new_dossier_items.parse,
    BatchKind.NEW_PROGRESS: progress_items.parse_progress,
    BatchKind.NEW_STATUSES: progress_items.parse_status,
}


class ItemParser:
    """Reads the items of one batch. `procedures` are the codes that the catalogue knows; None: not known now."""

    def __init__(
        self,
        kind: BatchKind,
        agency_code: str,
        arrived_at: datetime,
        procedures: Container[str] | None,
        late_after: timedelta,
    ) -> None:
        self._read = PARSERS[kind]
        self._agency_code = agency_code
        self._arrived_at = arrived_at
        self._procedures = procedures
        self._late_before = arrived_at - late_after

    def parse(self, raw: Any, index: int) -> ParsedItem:
        """Raises Unreadable: MALFORMED, BAD_CODE or FOREIGN_AGENCY."""
        told = self._read(RawItem(raw, self._arrived_at))
        unit = unit_of(told.code)
        assert unit is not None
        if not is_within(unit, self._agency_code):
            raise UnreadableItem(Anomaly.FOREIGN_AGENCY, "hồ sơ không thuộc đơn vị gửi")
        if self._is_of_unknown_procedure(told):
            told.anomalies.append(Anomaly.UNKNOWN_PROCEDURE)
        if told.event_at < self._late_before:
            told.anomalies.append(Anomaly.LATE_SYNC)
        told.set_sequence(self._arrived_at, index)
        return told

    def _is_of_unknown_procedure(self, told: ParsedItem) -> bool:
        if told.content is None or self._procedures is None:
            return False
        return told.content["procedure_code"] not in self._procedures

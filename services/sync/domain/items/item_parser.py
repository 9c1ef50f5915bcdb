"""The parser of a batch: from the JSON value of an item of any kind to a ParsedItem."""

from collections.abc import Callable, Container
from datetime import datetime, timedelta
from typing import Any

from contracts.agency_codes import is_within
from contracts.sync import Anomaly, BatchKind
from sync.domain.dossier_codes import unit_of
from sync.domain.items import dossier_items, new_dossier_items, progress_items
from sync.domain.items.parsed_item import ParsedItem, UnreadableItemError
from sync.domain.items.raw_item import RawItem
from sync.domain.procedure_codes import national_code

PARSERS: dict[BatchKind, Callable[[RawItem], ParsedItem]] = {
    BatchKind.DOSSIERS: dossier_items.parse,
    BatchKind.PROGRESS: progress_items.parse_progress,
    BatchKind.STATUSES: progress_items.parse_status,
    BatchKind.NEW_DOSSIERS: new_dossier_items.parse,
    BatchKind.NEW_PROGRESS: progress_items.parse_progress,
    BatchKind.NEW_STATUSES: progress_items.parse_status,
}


class ItemParser:
    """Parses the items of one batch, which is told for a unit (madonvi). `procedures` are the codes that the catalogue
    knows; None: not known now."""

    def __init__(
        self,
        kind: BatchKind,
        agency_code: str,
        unit_code: str,
        arrived_at: datetime,
        procedures: Container[str] | None,
        late_after: timedelta,
    ) -> None:
        self._parse = PARSERS[kind]
        self._agency_code = agency_code
        self._unit_code = unit_code
        self._arrived_at = arrived_at
        self._procedures = procedures
        self._late_before = arrived_at - late_after

    def parse(self, value: Any, index: int) -> ParsedItem:
        """Raises UnreadableItemError: MALFORMED, BAD_CODE or FOREIGN_AGENCY."""
        item = self._parse(RawItem(value, self._arrived_at))
        unit = unit_of(item.code)
        assert unit is not None
        if not is_within(unit, self._agency_code):
            raise UnreadableItemError(Anomaly.FOREIGN_AGENCY, "hồ sơ không thuộc đơn vị gửi")
        if not is_within(unit, self._unit_code):
            item.anomalies.append(Anomaly.UNIT_DIFFERS)
        if self._is_of_unknown_procedure(item):
            item.anomalies.append(Anomaly.UNKNOWN_PROCEDURE)
        if item.event_at < self._late_before:
            item.anomalies.append(Anomaly.LATE_SYNC)
        item.set_sequence(self._arrived_at, index)
        return item

    def _is_of_unknown_procedure(self, item: ParsedItem) -> bool:
        if item.content is None or self._procedures is None:
            return False
        code = item.content["procedure_code"]
        return code not in self._procedures and national_code(code, self._agency_code) not in self._procedures

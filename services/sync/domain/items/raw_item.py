"""The fields of an item as senders write them: text for everything, "" for nothing, sometimes a number instead."""

from datetime import datetime, timedelta
from typing import Any

from contracts.sync import Anomaly
from sync.domain import timestamps
from sync.domain.items.parsed_item import Fields, UnreadableItemError

CLOCK_TOLERANCE = timedelta(days=1)
"""How far ahead of ours a sender's clock may be. A later time is refused: it would stay the last event for ever."""


class RawItem:
    """One item's fields by their Vietnamese names, and the anomalies found in them."""

    __slots__ = ("anomalies", "arrived_at", "fields")

    def __init__(self, fields: Any, arrived_at: datetime) -> None:
        """Raises UnreadableItemError for anything but an object."""
        if type(fields) is not dict:
            raise UnreadableItemError(Anomaly.MALFORMED, "mục không phải là một đối tượng")
        self.fields: Fields = fields
        self.arrived_at = arrived_at
        self.anomalies: list[Anomaly] = []

    def add_anomaly(self, anomaly: Anomaly) -> None:
        if anomaly not in self.anomalies:
            self.anomalies.append(anomaly)

    def text(self, name: str) -> str:
        """ "" when absent. Raises UnreadableItemError where an object or a list stands."""
        value = self.fields.get(name)
        return value.strip() if type(value) is str else as_text(value, name)

    def number(self, name: str) -> int | None:
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def status(self, name: str) -> int | None:
        """1 to 10; anything else but nothing at all is UNKNOWN_STATUS."""
        text = self.text(name)
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
        if 1 <= number <= 10:
            return number
        self.add_anomaly(Anomaly.UNKNOWN_STATUS)
        return None

    def timestamp(self, name: str) -> datetime | None:
        """UTC; it may lie ahead. BAD_DATE when it cannot be parsed."""
        text = self.text(name)
        if not text:
            return None
        found = timestamps.parse(text)
        if found is None:
            self.add_anomaly(Anomaly.BAD_DATE)
        return found

    def past_timestamp(self, name: str) -> datetime | None:
        """As `timestamp`, of something that has happened: BAD_DATE too when it lies ahead."""
        found = self.timestamp(name)
        if found is not None and found > self.arrived_at + CLOCK_TOLERANCE:
            self.add_anomaly(Anomaly.BAD_DATE)
            return None
        return found

    def required_past_timestamp(self, name: str) -> datetime | None:
        """As `past_timestamp`, of a required field: EMPTY_DATE when it is missing."""
        if not self.text(name):
            self.add_anomaly(Anomaly.EMPTY_DATE)
            return None
        return self.past_timestamp(name)

    def rows(self, name: str) -> list["RawItem"]:
        """The objects of a list; nothing, null and "" are an empty one. Raises UnreadableItemError for anything else."""
        value = self.fields.get(name)
        if not value:
            return []
        if type(value) is not list:
            raise UnreadableItemError(Anomaly.MALFORMED, f"{name} không phải là danh sách")
        return [RawItem(row, self.arrived_at) for row in value]

    def add_anomalies_of(self, rows: list["RawItem"]) -> None:
        """Take over the anomalies of the rows."""
        for row in rows:
            for anomaly in row.anomalies:
                self.add_anomaly(anomaly)


def as_text(value: Any, name: str) -> str:
    if value is None:
        return ""
    kind = type(value)
    if kind is bool:
        return "1" if value else "0"
    if kind is int or kind is str:
        return str(value).strip()
    if kind is float:
        return str(int(value)) if value.is_integer() else str(value)
    raise UnreadableItemError(Anomaly.MALFORMED, f"{name} không phải là chuỗi")

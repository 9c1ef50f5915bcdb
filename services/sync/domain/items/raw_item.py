"""The fields of an item as senders write them: text for everything, "" for nothing, sometimes a number instead."""

import json
import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from contracts.sync import Anomaly
from sync.domain import timestamps
from sync.domain.items.parsed_item import Fields, UnreadableItemError

CLOCK_TOLERANCE = timedelta(days=1)
"""How far ahead of ours a sender's clock may be. A later time is refused: it would stay the last event for ever."""


_AMOUNT = re.compile(
    r"(\d{1,12}|\d{1,3}(?:\.\d{3}){1,3}|\d{1,3}(?:,\d{3}){1,3}|\d{1,3}(?: \d{3}){1,3})"
    r"(?:[.,]0{1,2})?(?: ?(?:đ|đồng|vnđ|vnd))?",
    re.ASCII,
)
"""Whole đồng as people write them: 20000, 20.000, 20 000 đ, 1,250,000 VND, 20000.00."""
_SEPARATORS = str.maketrans("", "", "., ")
_FLAGS = {"1": True, "true": True, "0": False, "false": False, "": False}


class RawItem:
    """One item's fields by their Vietnamese names, and the anomalies found in them. `unread` are the names of those that
    hold a value which the contract does not have."""

    __slots__ = ("anomalies", "arrived_at", "fields", "unread")

    def __init__(self, fields: Any, arrived_at: datetime) -> None:
        """Raises UnreadableItemError for anything but an object."""
        if type(fields) is not dict:
            raise UnreadableItemError(Anomaly.MALFORMED, "mục không phải là một đối tượng")
        self.fields: Fields = fields
        self.arrived_at = arrived_at
        self.anomalies: list[Anomaly] = []
        self.unread: list[str] = []

    def add_anomaly(self, anomaly: Anomaly) -> None:
        if anomaly not in self.anomalies:
            self.anomalies.append(anomaly)

    def text(self, name: str) -> str:
        """ "" when absent. Raises UnreadableItemError where an object or a list stands."""
        value = self.fields.get(name)
        return value.strip() if type(value) is str else as_text(value, name)

    def count(self, name: str) -> int | None:
        """BAD_VALUE for what is no whole number."""
        text = self.text(name)
        if text.isascii() and text.isdigit() and len(text) <= 12:
            return int(text)
        if text:
            self._add_unread(name)
        return None

    def amount(self, name: str) -> int | None:
        """Whole đồng; BAD_VALUE for what is no amount."""
        text = self.text(name).lower()
        if not text:
            return None
        found = _AMOUNT.fullmatch(text)
        if found is None:
            self._add_unread(name)
            return None
        return int(found.group(1).translate(_SEPARATORS))

    def flag(self, name: str) -> bool:
        """Nothing is no; BAD_VALUE for what is neither 0 nor 1."""
        text = self.text(name)
        value = _FLAGS.get(text)
        if value is None:
            value = _FLAGS.get(text.lower())
        if value is None:
            self._add_unread(name)
        return bool(value)

    def one_of(self, name: str, values: Collection[str]) -> str:
        """As `text`; BAD_VALUE for one that is none of the values."""
        text = self.text(name)
        if text and text not in values:
            self._add_unread(name)
        return text

    def as_sent(self, names: frozenset[str]) -> Fields:
        """`as_sent`: what of the item no other field of the dossier shows, as it came: names that the contract does not
        have, which are all but `names`, and values that it does not have. Nothing where there is no such."""
        if not self.unread and self.fields.keys() <= names:
            return {}
        left = [name for name in self.fields if name not in names]
        rows = [{"name": _key(name), "value": _as_json(self.fields[name])} for name in (*self.unread, *left)]
        return {"as_sent": rows}

    def _add_unread(self, name: str) -> None:
        self.add_anomaly(Anomaly.BAD_VALUE)
        if name not in self.unread:
            self.unread.append(name)

    def status(self, name: str) -> int | None:
        """1 to 10; anything else but nothing at all is UNKNOWN_STATUS."""
        text = self.text(name)
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
        if 1 <= number <= 10:
            return number
        self.add_anomaly(Anomaly.UNKNOWN_STATUS)
        if text and name not in self.unread:
            self.unread.append(name)
        return None

    def timestamp(self, name: str) -> datetime | None:
        """UTC; it may lie ahead. BAD_DATE when it cannot be parsed."""
        text = self.text(name)
        if not text:
            return None
        found = timestamps.parse(text)
        if found is None:
            self._add_unread_date(name)
        return found

    def _add_unread_date(self, name: str) -> None:
        self.add_anomaly(Anomaly.BAD_DATE)
        if name not in self.unread:
            self.unread.append(name)

    def past_timestamp(self, name: str) -> datetime | None:
        """As `timestamp`, of something that has happened: BAD_DATE too when it lies ahead."""
        found = self.timestamp(name)
        if found is not None and found > self.arrived_at + CLOCK_TOLERANCE:
            self._add_unread_date(name)
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


def _as_json(value: Any) -> str:
    """A text as it is, anything else as JSON."""
    return value if type(value) is str else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _key(name: str) -> str:
    """No longer than a name of the contract ever is."""
    return name[:100]

from datetime import UTC, date, datetime
from enum import StrEnum

import bson

from chassis.storage.documents import to_document


class State(StrEnum):
    OPEN = "open"


AT = datetime(2026, 7, 1, 8, tzinfo=UTC)
FIELDS = {
    "state": State.OPEN,
    "day": date(2026, 7, 1),
    "at": AT,
    "deep": {"states": (State.OPEN,), "rows": [{"day": date(2026, 7, 2)}]},
    "words": frozenset({"b", "a"}),
    "nothing": None,
}


def test_values_of_the_domain_become_values_of_bson_at_every_depth() -> None:
    assert to_document(FIELDS) == {
        "state": "open",
        "day": "2026-07-01",
        "at": AT,
        "deep": {"states": ["open"], "rows": [{"day": "2026-07-02"}]},
        "words": ["a", "b"],
        "nothing": None,
    }


def test_an_enum_is_plain_text_afterwards() -> None:
    assert type(to_document(FIELDS)["state"]) is str


def test_bson_takes_the_document() -> None:
    assert bson.decode(bson.encode(to_document(FIELDS)))["deep"] == {
        "states": ["open"],
        "rows": [{"day": "2026-07-02"}],
    }

from datetime import UTC, datetime, timedelta, timezone

from chassis.core.canonical_json import to_canonical_json


def test_the_bytes_are_those_over_which_stored_hashes_were_computed() -> None:
    """Kept for ever: chains of stored events are verified with them."""
    value = {
        "b": [1, 2.5, None, True],
        "a": {"ư": "Đồng Tháp", "_id": "x"},
        "at": datetime(2026, 7, 1, 8, tzinfo=UTC),
    }
    assert to_canonical_json(value) == (
        '{"a":{"_id":"x","ư":"Đồng Tháp"},"at":"2026-07-01T08:00:00Z","b":[1,2.5,null,true]}'.encode()
    )


def test_order_of_keys_makes_no_difference() -> None:
    assert to_canonical_json({"a": 1, "b": 2}) == to_canonical_json({"b": 2, "a": 1})


def test_utc_is_written_in_one_way() -> None:
    plain = datetime(2026, 7, 1, 8, tzinfo=UTC)
    spelled = plain.replace(tzinfo=timezone(timedelta(0)))
    assert to_canonical_json(plain) == to_canonical_json(spelled)

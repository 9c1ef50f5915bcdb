from datetime import UTC, datetime

from chassis.storage.repository import after, before

AT = datetime(2026, 7, 1, tzinfo=UTC)


def test_the_beginning_of_a_list_leaves_nothing_out() -> None:
    assert (before("at", None), after("at", None)) == ({}, {})


def test_descending_list_goes_on_below_the_last_item_and_among_its_equals() -> None:
    assert before("at", (AT, "b-2")) == {"$or": [{"at": {"$lt": AT}}, {"at": AT, "_id": {"$lt": "b-2"}}]}


def test_ascending_list_goes_on_above() -> None:
    assert after("code", ("01", "u-1")) == {
        "$or": [{"code": {"$gt": "01"}}, {"code": "01", "_id": {"$gt": "u-1"}}]
    }

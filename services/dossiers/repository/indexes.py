"""The indexes that the service's queries stand on."""

from typing import Any

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """Lists are read newest first, which is by falling id, within one follower or one agency. May be repeated."""
    owners = ("follower_ids", "agency_codes")
    narrower: tuple[tuple[str, ...], ...] = ((), ("status",), ("procedure_code",))
    lists = [_list_index(owner, *fields) for owner in owners for fields in narrower]
    everywhere = [_list_index("status"), _list_index("procedure_code")]
    codes = IndexModel("code", unique=True, partialFilterExpression={"code": {"$type": "string"}})
    feed = [IndexModel([(f"payload.{name}", 1), ("seq", 1)]) for name in ("agency_codes", "follower_ids")]
    database.events.create_indexes(feed)
    database.dossiers.create_indexes([*lists, *everywhere, codes])


def _list_index(*fields: str) -> IndexModel:
    return IndexModel([*((field, 1) for field in fields), ("_id", DESCENDING)])

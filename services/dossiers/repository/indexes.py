"""The indexes that the service's queries stand on. They may be made again and again.

Those of lists have first who sees the dossier, then what has few values (its state, the way in which it came), then the
order of the list, then the id, which makes the place in the list one alone: a list that does not narrow by what has few
values walks them side by side. One array of a document at most is in an index: it takes no two.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.database import Database

from dossiers.repository import regime_trials
from dossiers.repository.archive import closed_dossiers, transfers
from dossiers.repository.list_fields import NEVER

AGENCY, FOLLOWER = "agency_codes", "follower_ids"
DUE, RECEIVED, ENDED = "desk.due", "desk.received", "desk.ended"
FEW = ("status", "channel")
"""What has few values."""
COUNTED = [(field, ASCENDING) for field in ("agency_code", "status", "desk.unassigned", "desk.standing", DUE)]
"""The counters read this index alone."""
OF_RELEASES_BEFORE = {
    "dossiers": (
        *(
            f"{field}_1__id_-1"
            for field in ("agency_codes", "follower_ids", "desk.keys", "status", "procedure_code")
        ),
        *(f"agency_codes_1_{field}_1__id_-1" for field in ("status", "procedure_code")),
        *(f"{date}_1__id_1" for date in (DUE, RECEIVED, ENDED, "submitted_at")),
        *(f"agency_codes_1_{date}_1__id_1" for date in (DUE, RECEIVED, ENDED, "submitted_at")),
        *(
            f"agency_codes_1_{field}_1_{DUE}_1__id_1"
            for field in ("desk.open", "desk.unassigned", "desk.standing", "assignment.unit")
        ),
        f"assignment.officer_id_1_{DUE}_1__id_1",
        f"agency_code_1_status_1_desk.standing_1_{DUE}_1",
        f"agency_code_1_{RECEIVED}_1__id_1",
        "agency_code_1_assignment.officer_id_1__id_1",
        "agency_code_1_desk.unassigned_1__id_1",
    ),
    "events": ("payload.agency_codes_1_seq_1", "payload.follower_ids_1_seq_1"),
}
"""Names of indexes that nothing uses any more, by collection; a migration drops them."""
_ENGINE = "storageEngine"
_PAGES = {
    _ENGINE: {
        "wiredTiger": {
            "configString": "allocation_size=512B,leaf_page_max=4KB,block_compressor=snappy",
        }
    }
}
"""Small and compressed: most entries fall anywhere, each on a page that is read, changed and written for it alone."""


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database.events.create_indexes(_feeds())
    dossiers = database.dossiers
    dossiers.create_indexes(
        _with_their_pages(dossiers, [*_unique(), *_lists(), *_in_work(), *_of_own_agency()])
    )
    database.readings.create_indexes(
        [
            IndexModel([("person_ids", ASCENDING), ("_id", DESCENDING)], name="of_person", **_PAGES),
            IndexModel([("dossier_ids", ASCENDING), ("_id", DESCENDING)], name="of_dossier", **_PAGES),
        ]
    )
    regime_trials.create_indexes(database)
    closed_dossiers.create_indexes(database)
    transfers.create_indexes(database)
    database.delegations.create_indexes(
        [
            IndexModel([("to_officer_id", ASCENDING), ("to_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("agency_code", ASCENDING), ("_id", DESCENDING)]),
        ]
    )


def _with_their_pages(
    collection: Collection[dict[str, Any]], indexes: Sequence[IndexModel]
) -> list[IndexModel]:
    """One that is there keeps its pages: MongoDB refuses the same index with others (IndexOptionsConflict)."""
    there = collection.index_information()
    return [_with_pages_of(there, index.document) for index in indexes]


def _with_pages_of(there: Mapping[str, Mapping[str, Any]], index: Mapping[str, Any]) -> IndexModel:
    options = {name: value for name, value in index.items() if name != "key"}
    if index["name"] in there:
        options.pop(_ENGINE, None)
        options |= {name: value for name, value in there[index["name"]].items() if name == _ENGINE}
    return IndexModel(index["key"], **options)


def _feeds() -> list[IndexModel]:
    """Of published entries, which are those that have a number."""
    published = {"seq": {"$type": "number"}}
    return [
        IndexModel(
            [(f"payload.{field}", ASCENDING), ("seq", ASCENDING)],
            name=name,
            partialFilterExpression=published,
        )
        for name, field in (("feed_of_agency", AGENCY), ("feed_of_follower", FOLLOWER))
    ]


def _unique() -> list[IndexModel]:
    return [
        IndexModel(name, unique=True, partialFilterExpression={name: {"$type": "string"}}, **_PAGES)
        for name in ("code", "submission_number")
    ]


def _lists() -> list[IndexModel]:
    """Of a citizen, of an agency, of all agencies for administrators. Ids rise with the time of submission.

    The last field of `all_ended` lets many that ended in some days be put into the order of reception by the index alone.
    """
    return [
        _index("followed", FOLLOWER),
        _index("keys", "desk.keys"),
        *(
            _index(f"{scope}_{name}", *fields, *narrowed)
            for scope, fields in (("agency", (AGENCY,)), ("all", ()))
            for name, narrowed in (
                ("newest", FEW),
                ("procedure", ("procedure_code", "status")),
                ("due", (*FEW, DUE)),
                ("received", (*FEW, RECEIVED)),
            )
        ),
        _index("agency_ended", AGENCY, *FEW, ENDED),
        _index("all_ended", *FEW, ENDED, then=(RECEIVED,)),
    ]


def _in_work() -> list[IndexModel]:
    """Of dossiers in a queue, of a unit, in the hands of an officer: at no time many."""
    in_queue = {"desk.unassigned": True}
    of_unit, in_hands = ({name: {"$type": "string"}} for name in ("assignment.unit", "assignment.officer_id"))
    return [
        _index("in_queue", AGENCY, DUE, partialFilterExpression=in_queue),
        _index("of_unit", AGENCY, "assignment.unit", DUE, partialFilterExpression=of_unit),
        _index("in_hands", "assignment.officer_id", DUE, partialFilterExpression=in_hands),
    ]


def _of_own_agency() -> list[IndexModel]:
    """Of one agency's own dossiers: its counters, its register, the receipts of its counter."""
    received, paid_at_counter = {RECEIVED: {"$lt": NEVER}}, {"fee.receipt_number": {"$gt": ""}}
    receipts = [("agency_code", ASCENDING), ("fee.receipt_number", ASCENDING)]
    return [
        IndexModel(COUNTED, name="counted", **_PAGES),
        _index("register", "agency_code", RECEIVED, partialFilterExpression=received),
        IndexModel(receipts, partialFilterExpression=paid_at_counter),
    ]


def _index(name: str, *fields: str, then: tuple[str, ...] = (), **options: Any) -> IndexModel:
    """These fields and the id."""
    keys = [(field, ASCENDING) for field in (*fields, "_id", *then)]
    return IndexModel(keys, name=name, **_PAGES, **options)

"""The indexes that the service's queries stand on. They may be made again and again.

Those of lists have first what is equal in the query, then the order of the list, then the id, which makes the place
in the list one alone. One list of a document at most is in an index: it takes no two.
"""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

AGENCY, FOLLOWER = "agency_codes", "follower_ids"
DUE, RECEIVED, ENDED, SUBMITTED = "desk.due", "desk.received", "desk.ended", "submitted_at"
COUNTED = [(field, ASCENDING) for field in ("agency_code", "status", "desk.standing", DUE)]
"""The counters read this index alone; they name it, as the planner does not weigh what it need not fetch."""


def create_indexes(database: Database[dict[str, Any]]) -> None:
    codes = [
        IndexModel(name, unique=True, partialFilterExpression={name: {"$type": "string"}})
        for name in ("code", "submission_number")
    ]
    feed = [IndexModel([(f"payload.{name}", 1), ("seq", 1)]) for name in (AGENCY, FOLLOWER)]
    database.events.create_indexes(feed)
    database.dossiers.create_indexes(
        [*_newest_first(), *_earliest_first(), *_counters(), *codes, _receipts()]
    )
    database.delegations.create_indexes([_ascending("to_officer_id", "to_at"), _falling("agency_code")])


def _receipts() -> IndexModel:
    """Of dossiers whose fee was paid at the counter."""
    paid_at_counter = {"fee.receipt_number": {"$gt": ""}}
    keys = [("agency_code", ASCENDING), ("fee.receipt_number", ASCENDING)]
    return IndexModel(keys, partialFilterExpression=paid_at_counter)


def _newest_first() -> list[IndexModel]:
    """Ids rise with the time of submission."""
    citizens = [_falling(FOLLOWER)]
    officers = [_falling(AGENCY), _falling(AGENCY, "status"), _falling(AGENCY, "procedure_code")]
    return [*citizens, *officers, _falling("desk.keys"), _falling("status"), _falling("procedure_code")]


def _earliest_first() -> list[IndexModel]:
    """Of an agency, of one officer's hands or a unit, and of all agencies for administrators."""
    narrowed_by_due = ("desk.open", "desk.unassigned", "desk.standing", "assignment.unit")
    return [
        *(_ascending(AGENCY, date) for date in (DUE, RECEIVED, ENDED, SUBMITTED)),
        *(_ascending(AGENCY, field, DUE) for field in narrowed_by_due),
        _ascending("assignment.officer_id", DUE),
        *(_ascending(date) for date in (DUE, RECEIVED, ENDED, SUBMITTED)),
    ]


def _counters() -> list[IndexModel]:
    """Counts and the register are of one agency's own dossiers, and read no document."""
    return [
        IndexModel(COUNTED),
        _ascending("agency_code", "assignment.officer_id"),
        _ascending("agency_code", "desk.unassigned"),
        _ascending("agency_code", RECEIVED),
    ]


def _ascending(*fields: str) -> IndexModel:
    return IndexModel([*((field, ASCENDING) for field in fields), ("_id", ASCENDING)])


def _falling(*fields: str) -> IndexModel:
    return IndexModel([*((field, ASCENDING) for field in fields), ("_id", DESCENDING)])

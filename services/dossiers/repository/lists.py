"""Lists of dossiers: each filter and order of the worklist as a query that an index answers."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING

from chassis.core.ids import first_id
from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository, same_text
from contracts.catalog import SubmissionChannel
from contracts.dossiers import (
    DossierSort,
    DossierStatus,
    Lateness,
    ListDossiers,
    as_submission_number,
    is_submission_number,
)
from contracts.text import fold_words
from contracts.time import VIETNAM
from dossiers.domain.lateness import AT_END, SOON
from dossiers.domain.model.state_machine import ENDED, IN_WORK, TERMINAL
from dossiers.repository.dossiers import SUMMARY_FIELDS
from dossiers.repository.list_fields import (
    EVERYWHERE,
    NEVER,
    RUNNING,
    name_key,
    number_key,
    step_key,
    tail_key,
)

ORDERS: Mapping[DossierSort, str] = {
    "due": "desk.due",
    "received": "desk.received",
    "submitted": "submitted_at",
    "ended": "desk.ended",
}
BY_ID: Mapping[DossierSort, int] = {"newest": DESCENDING, "submitted": ASCENDING}
"""Ids rise with the time of submission (UUIDv7): an index that ends with the id has this order too."""
CLOCKS_APART = timedelta(minutes=5)
"""More than the id and the time of a submission are ever apart: both are made within one request."""
_CODE = re.compile(r"^([A-Z][0-9]|[0-9]{2,3}\.)[A-Z0-9.-]*$")
_DIGITS = re.compile(r"^-?[0-9][0-9-]*$")
"""A number of identity, or the last digits of a code: 0003, -0003, 261127-0003."""
_MOST_COMMON = ("nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "thi", "van")
_MIDDLE_NAMES = (
    *(
        "anh",
        "bao",
        "cong",
        "dang",
        "dinh",
        "do",
        "duc",
        "duong",
        "gia",
        "hong",
        "huu",
        "kim",
        "minh",
        "ngoc",
    ),
    *("quang", "quoc", "thanh", "thu", "thuy", "xuan"),
)
_COMMON = {**dict.fromkeys(_MIDDLE_NAMES, 1), **dict.fromkeys(_MOST_COMMON, 2)}
"""Words of so many names that an index is searched for them last, the greatest number at the end."""


@dataclass(frozen=True)
class ListScope:
    """Who asks: what he may see as a filter, his agency, and those in whose place he acts, himself included.

    `own`: his own dossiers, so few that words are looked for without an index. `stored_as`: the forms in which a number of
    identity may be stored.
    """

    visible: Document
    agency_code: str
    holder_ids: frozenset[str]
    own: bool = False
    stored_as: Callable[[str], Sequence[str]] = lambda number: (number,)


class DossierListRepository(Repository):
    """Lists of stored dossiers, each read on an index."""

    collection = "dossiers"

    def find_page(
        self, request: ListDossiers, scope: ListScope, after: Position | None, now: datetime
    ) -> list[Document]:
        """One more than a page, so that the caller sees whether there is another."""
        return list(self.documents.find(**find_arguments(request, scope, after, now)))


def find_arguments(
    request: ListDossiers, scope: ListScope, after: Position | None, now: datetime
) -> Document:
    """The query, as `find` takes it."""
    place = [] if after is None else [after_cursor(request, after)]
    return {
        "filter": {"$and": [scope.visible, *filters(request, scope, now), *place]},
        "projection": dict.fromkeys((*SUMMARY_FIELDS, ORDERS.get(request.sort, "_id")), 1),
        "sort": order(request.sort),
        "limit": request.limit + 1,
        "hint": index_of(request, scope),
    }


def index_of(request: ListDossiers, scope: ListScope) -> str | None:
    """The name of the index that a list is read on; None leaves it to MongoDB.

    It is named because MongoDB tries all that fit, and remembers for all agencies what was best for one.
    """
    agency = isinstance(scope.visible.get("agency_codes"), str)
    if request.q or request.step_code is not None or (scope.visible and not agency):
        return None
    of = "agency" if agency else "all"
    if request.mine or request.officer_id is not None:
        return "in_hands"
    if agency and request.unit is not None:
        return "of_unit"
    if agency and request.unassigned and request.sort == "due":
        return "in_queue"
    if request.procedure_code is not None and (agency or request.sort in BY_ID or request.open):
        return f"{of}_procedure"
    return f"{of}_{_date_of_index(request)}"


def _date_of_index(request: ListDossiers) -> str:
    """The order of the list, or the date by which it is narrowed on both sides."""
    if request.lateness is Lateness.NO_DUE_DATE:
        return "due"
    order_ = "newest" if request.sort in BY_ID else request.sort
    spans = {
        name: (getattr(request, f"{name}_from"), getattr(request, f"{name}_to"))
        for name in ("due", "received", "ended")
    }
    narrow = [name for name, span in spans.items() if None not in span]
    return order_ if order_ in narrow or not narrow else narrow[0]


def list_position(document: Document, sort: DossierSort) -> Position:
    """Where a document stands in a list of this order: its sort key and its id."""
    value: Any = document
    for name in ORDERS.get(sort, "_id").split("."):
        value = value[name]
    return value, document["_id"]


def order(sort: DossierSort) -> list[tuple[str, int]]:
    if sort in BY_ID:
        return [("_id", BY_ID[sort])]
    return [(ORDERS[sort], ASCENDING), ("_id", ASCENDING)]


def after_cursor(request: ListDossiers, after: Position) -> Document:
    if request.sort in BY_ID:
        return {"_id": {"$lt" if BY_ID[request.sort] == DESCENDING else "$gt": after[1]}}
    return later_than(ORDERS[request.sort], after)


def later_than(field: str, after: Position) -> Document:
    """What comes after a place in an ascending order by a date and the id; the first part bounds the index."""
    value, dossier_id = after
    same = {field: value, "_id": {"$gt": dossier_id}}
    return {field: {"$gte": value}, "$or": [{field: {"$gt": value}}, same]}


def filters(request: ListDossiers, scope: ListScope, now: datetime) -> list[Document]:
    equal = {
        "procedure_code": request.procedure_code,
        "assignment.officer_id": None if request.officer_id is None else same_text(request.officer_id),
        "assignment.unit": None if request.unit is None else same_text(request.unit),
        "desk.unassigned": request.unassigned or None,
    }
    parts: list[Document] = [{name: value} for name, value in equal.items() if value is not None]
    parts.append({"status": {"$in": statuses(request)}, "channel": {"$in": channels(request)}})
    if request.mine:
        parts.append({"assignment.officer_id": {"$in": sorted(scope.holder_ids), "$type": "string"}})
    if request.step_code is not None:
        parts.append({"desk.keys": step_key(scope.agency_code, request.step_code)})
    if request.lateness is not None:
        parts.append(lateness_filter(request.lateness, now))
    return [*parts, *_days(request), *_words(request.q, scope)]


def statuses(request: ListDossiers) -> list[str]:
    """The states that the filters leave, so that an index by state and date is walked at these alone."""
    left = set(DossierStatus) if request.status is None else {request.status}
    if request.open is not None:
        left &= IN_WORK if request.open else TERMINAL
    if request.unassigned:
        left &= IN_WORK
    if request.lateness in AT_END:
        left &= ENDED | {DossierStatus.PAYMENT_DUE}
    elif request.lateness is not None and request.lateness is not Lateness.NO_DUE_DATE:
        left -= ENDED
    return [status for status in DossierStatus if status in left]


def channels(request: ListDossiers) -> list[str]:
    """The ways in which they came that the filters leave."""
    return list(SubmissionChannel) if request.channel is None else [request.channel]


def lateness_filter(state: Lateness, now: datetime) -> Document:
    """`domain.lateness` as a filter; of dossiers whose clock runs it depends on now."""
    running = {
        Lateness.OVERDUE: {"$lt": now},
        Lateness.DUE_SOON: {"$gte": now, "$lte": now + SOON},
        Lateness.IN_TIME: {"$gt": now + SOON},
    }
    due = running.get(state)
    if state is Lateness.NO_DUE_DATE:
        return {"desk.due": NEVER}
    if due is None:
        return {"desk.standing": state.value}
    return {"$or": [{"desk.standing": RUNNING, "desk.due": due}, {"desk.standing": state.value}]}


def local_start(day: date) -> datetime:
    """Midnight at the start of a local day, in UTC."""
    return datetime.combine(day, time(0), VIETNAM).astimezone(UTC)


def between(field: str, first: date | None, last: date | None) -> Document:
    """From the start of the first local day to the end of the last; those without the date are outside."""
    bounds: Document = {"$lt": NEVER if last is None else local_start(last + timedelta(days=1))}
    if first is not None:
        bounds["$gte"] = local_start(first)
    return {field: bounds}


def _days(request: ListDossiers) -> list[Document]:
    spans = {
        field: (getattr(request, f"{name}_from"), getattr(request, f"{name}_to"))
        for name, field in ORDERS.items()
    }
    parts = [between(field, *span) for field, span in spans.items() if span != (None, None)]
    return [*parts, *_ids_of_days(request.submitted_from, request.submitted_to)]


def _ids_of_days(first: date | None, last: date | None) -> list[Document]:
    """Bounds for the ids of what was submitted between two local days, a little wide."""
    bounds: Document = {}
    if first is not None:
        bounds["$gte"] = first_id(local_start(first) - CLOCKS_APART)
    if last is not None:
        bounds["$lt"] = first_id(local_start(last + timedelta(days=1)) + CLOCKS_APART)
    return [{"_id": bounds}] if bounds else []


def _words(text: str, scope: ListScope) -> list[Document]:
    """A code or a part of it, a number, or words of a name; words that nobody has find nothing."""
    if not text:
        return []
    code, agency = "".join(text.upper().split()), scope.agency_code or EVERYWHERE
    number = as_submission_number(text)
    if is_submission_number(number):
        return [{"submission_number": same_text(number)}]
    if _CODE.match(code):
        return [{"code": {"$gte": code, "$lt": f"{code}\uffff", "$type": "string"}}]
    if _DIGITS.match(code):
        return _digits(code, agency, scope.stored_as(code))
    words = sorted(dict.fromkeys(fold_words(text)), key=lambda word: (_COMMON.get(word, 0), -len(word)))
    if not words:
        return [{"_id": {"$in": []}}]
    names = {"desk.keys": {"$all": [name_key(agency, word) for word in words]}}
    return [{"$or": [{"desk.words": {"$all": words}}, names]}] if scope.own else [names]


def _digits(digits: str, agency_code: str, numbers: Sequence[str]) -> list[Document]:
    """A number of identity, or the last digits of a code with or without its day and its leading zeros.

    An agency finds by number of identity only what it handles: one that is asked for an opinion sees no number.
    """
    tail = digits.lstrip("-")
    tails = [tail_key(agency_code, each) for each in dict.fromkeys((tail, tail.lstrip("0") or "0"))]
    keyed = {"desk.keys": {"$in": [*map(number_key, numbers), *tails]}}
    if agency_code == EVERYWHERE:
        return [keyed]
    shown: Document = {"$and": [keyed, {"$or": [{"desk.keys": {"$in": tails}}, *_handled_by(agency_code)]}]}
    if "-" not in tail:
        return [shown]
    return [{"$or": [shown, {"code": same_text(f"{agency_code}-{tail}")}]}]


def _handled_by(agency_code: str) -> list[Document]:
    """Each way in which an agency takes part other than by an opinion that it is asked for."""
    return [
        {name: agency_code}
        for name in ("agency_code", "forwarded_from", "steps.agency_code", "passings.from_agency_code")
    ]
